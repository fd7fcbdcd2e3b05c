import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { firstPlayed } from "@/lib/store/player-slice";
import { aMe, aVideo } from "@/test/fixtures";
import { hubs } from "@/test/hub";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { itTellsHowItGoes, listOf } from "@/test/states";
import { MyClips } from "./my-clips";

vi.mock("@microsoft/signalr", async () => (await import("@/test/hub")).fakeSignalr);

const mine = "*/api/users/me/videos";
const answer = (...items: ReturnType<typeof aVideo>[]) =>
  HttpResponse.json({ items, nextCursor: null });

function show() {
  return renderApp(<MyClips />, { me: aMe() });
}

it("leads to the upload while there is no clip, and says when a search finds none", async () => {
  server.use(http.get(mine, () => answer()));
  show();
  expect(await screen.findByText("You have not posted a clip yet.")).toBeVisible();
  expect(screen.getByRole("link", { name: /Upload/ })).toHaveAttribute("href", "/upload");
  await userEvent.type(screen.getByLabelText("Find among your clips"), "rain{Enter}");
  expect(await screen.findByText("No clip here matches.")).toBeVisible();
});

itTellsHowItGoes("one's clips", {
  path: mine,
  draw: show,
  full: listOf(aVideo("v1")),
  shows: "Clip v1",
});

it("says why a clip failed, and tries it again", async () => {
  const retried = vi.fn();
  server.use(
    http.get(mine, () =>
      answer(
        aVideo("v1", {
          state: "failed",
          failure: { code: "brand_new", text: "It has no picture.", params: {}, retryable: true },
        }),
      ),
    ),
    http.post("*/api/videos/v1/retry", () => {
      retried();
      return HttpResponse.json(aVideo("v1", { state: "processing" }));
    }),
  );
  show();
  expect(await screen.findByText("It has no picture.")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(retried).toHaveBeenCalledOnce());
});

it("shows a moderator's decision until it is put away", async () => {
  const removal = { reason: "spam", text: "Removed by a moderator.", at: "2026-11-02T10:00:00Z" };
  let there = true;
  server.use(
    http.get(mine, () => (there ? answer(aVideo("v1", { state: "removed", removal })) : answer())),
    http.delete("*/api/videos/v1", () => {
      there = false;
      return new HttpResponse(null, { status: 204 });
    }),
  );
  show();
  expect(await screen.findByText("Removed by a moderator.")).toBeVisible();
  expect(screen.queryByRole("button", { name: /^Edit/ })).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "Delete: Clip v1" }));
  await waitFor(() =>
    expect(screen.queryByText("Removed by a moderator.")).not.toBeInTheDocument(),
  );
});

it("changes the audience of several at once and says how many could not be", async () => {
  const changed: string[] = [];
  server.use(
    http.get(mine, () => answer(aVideo("v1"), aVideo("v2"))),
    http.patch("*/api/videos/:id", async ({ params, request }) => {
      if (params.id === "v2") return HttpResponse.json({ code: "forbidden" }, { status: 403 });
      const body = (await request.json()) as { audience: string };
      changed.push(`${String(params.id)} ${body.audience}`);
      return HttpResponse.json(aVideo("v1", { audience: "private" }));
    }),
  );
  show();
  await userEvent.click(await screen.findByRole("checkbox", { name: "Select Clip v1" }));
  await userEvent.click(screen.getByRole("checkbox", { name: "Select Clip v2" }));
  const change = screen.getByRole("button", { name: "Change" });
  expect(change).toBeDisabled();
  await userEvent.selectOptions(screen.getByLabelText("Who can watch them"), "public");
  await userEvent.selectOptions(screen.getByLabelText("Who can watch them"), "private");
  await userEvent.click(change);
  expect(await screen.findByText("1 clip changed")).toBeInTheDocument();
  expect(screen.getByText("1 clip could not be changed.")).toBeInTheDocument();
  expect(changed).toEqual(["v1 private"]);
});

it("calls a clip without words by its day, and says when a scheduled one comes out", async () => {
  const at = { createdAt: "2026-11-29T10:00:00Z", title: "2026-11-29", titleDerived: true };
  server.use(
    http.get(mine, () =>
      answer(
        aVideo("v1", { ...at, description: "", state: "draft" }),
        aVideo("v2", { state: "scheduled", publishAt: "2031-05-06T07:08:00Z" }),
      ),
    ),
  );
  show();
  expect(await screen.findByText("Untitled, Nov 29, 2026")).toBeVisible();
  expect(screen.getByText(/^Draft ·/)).toBeVisible();
  expect(screen.getByText(/May 6, 2031, \d+:08/)).toBeVisible();
});

it("deletes only after it was asked", async () => {
  const deleted = vi.fn();
  server.use(
    http.get(mine, () => answer(aVideo("v1"))),
    http.delete("*/api/videos/v1", () => {
      deleted();
      return new HttpResponse(null, { status: 204 });
    }),
  );
  show();
  await userEvent.click(await screen.findByRole("checkbox", { name: "Select Clip v1" }));
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  expect(deleted).not.toHaveBeenCalled();
  expect(screen.getByText("Delete this clip for good?")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(deleted).toHaveBeenCalledOnce());
});

it("follows the progress of a clip without reading the list again, until its state changes", async () => {
  let reads = 0;
  let state: "processing" | "ready" = "processing";
  server.use(
    http.get(mine, () => {
      reads += 1;
      return answer(aVideo("v1", { state, processing: { stage: "encoding", progress: 5 } }));
    }),
  );
  const { store } = show();
  await screen.findByText("Clip v1");
  act(() => void store.dispatch(firstPlayed()));
  await waitFor(() => expect(hubs).toHaveLength(1));
  // The first connection reads what may have changed before it.
  await waitFor(() => expect(reads).toBe(2));
  const say = (progress: number) =>
    act(() => hubs[0]!.say("video:state", { videoId: "v1", state, progress }));
  say(40);
  say(60);
  expect(screen.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "60");
  expect(reads).toBe(2);
  state = "ready";
  say(100);
  await waitFor(() => expect(screen.queryByRole("progressbar")).toBeNull());
  expect(reads).toBe(3);
});
