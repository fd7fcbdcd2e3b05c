import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import type { Video } from "@/lib/api/types";
import { aMe, aVideo } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { refuse } from "@/test/states";
import MoreSheet from "./more-sheet";
import ShareSheet from "./share-sheet";

const done = () => new HttpResponse(null, { status: 204 });

describe("share", () => {
  const close = vi.fn();
  const show = (change: Partial<Video> = {}) =>
    renderApp(<ShareSheet video={aVideo("v1", change)} onClose={close} />);
  const copying = (works: boolean) => (document.execCommand = () => works);
  beforeEach(() => close.mockReset());

  it("copies the link and closes, also when nobody can be told", async () => {
    copying(true);
    let told = 0;
    server.use(
      http.post("*/api/videos/v1/share", () => {
        told += 1;
        return refuse(503, "unavailable")();
      }),
    );
    show();
    await userEvent.click(screen.getByRole("button", { name: "Copy link" }));
    expect(await screen.findByText("Copied")).toBeInTheDocument();
    expect(close).toHaveBeenCalledOnce();
    await waitFor(() => expect(told).toBe(1));
    expect(screen.queryByText("No: unavailable.")).toBeNull();
  });

  it("hands the text over where the browser does not copy", async () => {
    copying(false);
    show();
    await userEvent.click(screen.getByRole("button", { name: "Copy link" }));
    expect(await screen.findByLabelText("Select and copy it yourself")).toHaveValue(
      "http://localhost:3000/v/v1",
    );
    expect(close).not.toHaveBeenCalled();
  });

  it("embeds only what everybody may see", () => {
    show({ audience: "followers" });
    expect(screen.getByRole("button", { name: "Copy link" })).toBeVisible();
    expect(screen.queryByRole("button", { name: "Copy embed code" })).toBeNull();
  });
});

describe("more", () => {
  const onDismissed = vi.fn();
  const onAnswered = vi.fn();
  const onDeleted = vi.fn();
  const onEdit = vi.fn();
  const nothing = () => undefined;
  const show = (video: Video, role: "user" | "moderator" = "user") =>
    renderApp(
      <MoreSheet
        video={video}
        hasReason
        onWhy={nothing}
        onReport={nothing}
        onRemove={nothing}
        onDismissed={onDismissed}
        onAnswered={onAnswered}
        onEdit={onEdit}
        onDeleted={onDeleted}
        onClose={nothing}
      />,
      { me: { ...aMe(), role } },
    );
  const own = aVideo("v1", { viewer: { ...aVideo().viewer, own: true } });
  const names = () => screen.getAllByRole("button").map((button) => button.textContent);
  beforeEach(() => vi.resetAllMocks());

  it("offers removing to moderators alone, and neither to report nor to dislike one's own", () => {
    const mine = show(own, "moderator");
    for (const act of ["Not interested", "Report", "Remove this clip"]) {
      expect(names()).not.toContain(act);
    }
    mine.unmount();
    const asUser = show(aVideo("v1"));
    expect(names()).toEqual(expect.arrayContaining(["Not interested", "Report"]));
    expect(names()).not.toContain("Remove this clip");
    asUser.unmount();
    show(aVideo("v1"), "moderator");
    expect(names()).toContain("Remove this clip");
  });

  it("has no switch for captions where there are none", () => {
    show(aVideo("v1"));
    expect(screen.getByRole("switch", { name: "Save data" })).toBeVisible();
    expect(screen.queryByRole("switch", { name: "Captions" })).toBeNull();
  });

  it("keeps the clip in the feed when dislike is refused, and says why", async () => {
    server.use(http.post("*/api/videos/v1/not-interested", refuse(429, "too_many")));
    show(aVideo("v1"));
    await userEvent.click(screen.getByRole("button", { name: "Not interested" }));
    expect(await screen.findByText("No: too_many.")).toBeInTheDocument();
    // Taken away at once, and back when the answer came.
    expect(onDismissed.mock.calls).toEqual([[true], [false]]);
    expect(onAnswered).not.toHaveBeenCalled();
  });

  it("says when it cannot be undone", async () => {
    server.use(
      http.post("*/api/videos/v1/not-interested", done),
      http.delete("*/api/videos/v1/not-interested", refuse(503, "unavailable")),
    );
    show(aVideo("v1"));
    await userEvent.click(screen.getByRole("button", { name: "Not interested" }));
    await userEvent.click(await screen.findByText("Undo"));
    expect(onDismissed).toHaveBeenCalledExactlyOnceWith(true);
    expect(onAnswered).toHaveBeenCalledExactlyOnceWith(true);
    expect(await screen.findByText("No: unavailable.")).toBeInTheDocument();
  });

  it("lets authors edit, count and delete their own clip, deleting only after it was asked", async () => {
    let deleted = 0;
    server.use(
      http.delete("*/api/videos/v1", () => {
        deleted += 1;
        return done();
      }),
    );
    show(own);
    expect(screen.getByRole("link", { name: "Statistics" })).toHaveAttribute("href", "/studio/v1");
    await userEvent.click(screen.getByRole("button", { name: "Edit clip" }));
    expect(onEdit).toHaveBeenCalledOnce();
    await userEvent.click(screen.getByRole("button", { name: "Delete" }));
    expect(deleted).toBe(0);
    await userEvent.click(screen.getByRole("button", { name: "Delete" }));
    await waitFor(() => expect(onDeleted).toHaveBeenCalledOnce());
    expect(deleted).toBe(1);
  });

  it("keeps what only authors may do from everybody else", () => {
    show(aVideo("v1"));
    expect(names()).not.toContain("Edit clip");
    expect(screen.queryByRole("link", { name: "Statistics" })).toBeNull();
  });
});
