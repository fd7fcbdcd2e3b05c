import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import type { Comment } from "@/lib/api/types";
import { firstPlayed } from "@/lib/store/player-slice";
import { aComment, aMe, aVideo } from "@/test/fixtures";
import { hubs } from "@/test/hub";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { refuse } from "@/test/states";
import Comments from "./comments";

vi.mock("@microsoft/signalr", async () => (await import("@/test/hub")).fakeSignalr);

const own = { liked: false, own: true };
const reply = (id: string) => aComment(id, { parentId: "c1", viewer: own });
let root: Comment;
let replies: Comment[];
/** The server deletes when this resolves. */
let deleting: Promise<unknown>;

beforeEach(() => {
  hubs.length = 0;
  root = aComment("c1", { replies: 2 });
  replies = [reply("r1"), reply("r2")];
  deleting = Promise.resolve();
  server.use(
    http.get("/api/videos/v1/comments", () =>
      HttpResponse.json({ items: [root], nextCursor: null }),
    ),
    http.get("/api/comments/c1/replies", () =>
      HttpResponse.json({ items: replies, nextCursor: null }),
    ),
    http.delete("/api/comments/:id", async ({ params }) => {
      await deleting;
      replies = replies.filter(({ id }) => id !== params.id);
      root = { ...root, replies: replies.length };
      return new HttpResponse(null, { status: 204 });
    }),
  );
});

async function show() {
  const { store } = renderApp(<Comments video={aVideo("v1")} />, { me: aMe() });
  act(() => void store.dispatch(firstPlayed()));
  await userEvent.click(await screen.findByRole("button", { name: "Show 2 replies" }));
  await screen.findByText("Comment r1");
  await waitFor(() => expect(hubs.at(-1)?.state).toBe("Connected"));
}

async function remove(id: string) {
  const row = within(document.getElementById(`comment-${id}`)!);
  await userEvent.click(row.getByRole("button", { name: "Delete" }));
  await userEvent.click(row.getByRole("button", { name: "Delete" }));
}

const hide = () => userEvent.click(screen.getByRole("button", { name: "Hide replies" }));
const live = (commentId: string) =>
  act(() => hubs.at(-1)!.say("video:comment_deleted", { videoId: "v1", commentId }));

it("takes a reply out at once, and its thread counts one less", async () => {
  let answer = () => {};
  deleting = new Promise<void>((resolve) => (answer = resolve));
  await show();
  await remove("r1");
  expect(screen.queryByText("Comment r1")).toBeNull();
  expect(screen.getByText("Comment r2")).toBeVisible();
  await hide();
  expect(screen.getByRole("button", { name: "Show 1 reply" })).toBeVisible();
  answer();
  expect(await screen.findByText("This comment was deleted.")).toBeInTheDocument();
  live("r1");
  live("r1");
  expect(screen.getByRole("button", { name: "Show 1 reply" })).toBeVisible();
});

it("counts one less when somebody else's reply goes, also while its thread is closed", async () => {
  await show();
  await hide();
  live("r2");
  expect(await screen.findByRole("button", { name: "Show 1 reply" })).toBeVisible();
});

it("leads to no replies after the last one", async () => {
  await show();
  await remove("r1");
  await remove("r2");
  expect(screen.queryByRole("button", { name: /replies|reply$/i, expanded: true })).toBeNull();
  expect(screen.queryByRole("button", { name: /^Show/ })).toBeNull();
  expect(screen.getByText("Comment c1")).toBeVisible();
});

it("takes the marker of a deleted comment away with its last reply", async () => {
  root = aComment("c1", { replies: 2, deleted: true, author: null, text: "" });
  await show();
  await remove("r1");
  expect(screen.getAllByText("This comment was deleted.")[0]).toBeVisible();
  await remove("r2");
  await waitFor(() => expect(screen.getAllByText("This comment was deleted.")).toHaveLength(1));
  // What is left is the word to those who do not see it.
  expect(screen.getByText("This comment was deleted.").closest("[role=status]")).not.toBeNull();
});

it("brings a reply back, and the count, when deleting it is refused", async () => {
  let answer = () => {};
  const pause = new Promise<void>((resolve) => (answer = resolve));
  server.use(
    http.delete("/api/comments/:id", async () => {
      await pause;
      return refuse(403, "forbidden")();
    }),
  );
  await show();
  await remove("r1");
  expect(screen.queryByText("Comment r1")).toBeNull();
  answer();
  expect(await screen.findByText("Comment r1")).toBeVisible();
  expect(screen.getByText("No: forbidden.")).toBeInTheDocument();
  await hide();
  expect(screen.getByRole("button", { name: "Show 2 replies" })).toBeVisible();
});
