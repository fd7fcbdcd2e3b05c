import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, delay, http } from "msw";
import { aMe, aVideo } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { MyClips } from "./my-clips";

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

it("offers another try when the list fails", async () => {
  let fail = true;
  server.use(
    http.get(mine, () =>
      fail ? HttpResponse.json({ code: "unavailable" }, { status: 503 }) : answer(aVideo("v1")),
    ),
  );
  show();
  const again = await screen.findByRole("button", { name: "Try again" });
  fail = false;
  await userEvent.click(again);
  expect(await screen.findByText("Clip v1")).toBeVisible();
});

it("shows that it is loading", async () => {
  server.use(
    http.get(mine, async () => {
      await delay("infinite");
      return answer();
    }),
  );
  show();
  expect(await screen.findByText("Loading")).toBeInTheDocument();
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
  await userEvent.selectOptions(screen.getByLabelText("Who can watch them"), "private");
  expect(await screen.findByText("1 clip changed")).toBeInTheDocument();
  expect(screen.getByText("1 clip could not be changed.")).toBeInTheDocument();
  expect(changed).toEqual(["v1 private"]);
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
