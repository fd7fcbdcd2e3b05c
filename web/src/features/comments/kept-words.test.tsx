import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { useState } from "react";
import type { Comment } from "@/lib/api/types";
import { signedIn, signedOut } from "@/lib/store/session-slice";
import { aComment, aMe, aVideo } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { refuse } from "@/test/states";
import Comments from "./comments";

const path = "/api/videos/:id/comments";
let post: () => Promise<Response> | Response;
let sent: unknown[];
let written: Comment[];

beforeEach(() => {
  sent = [];
  written = [];
  server.use(
    http.get(path, ({ params }) =>
      HttpResponse.json({
        items: [...written, aComment(`of ${String(params.id)}`)],
        nextCursor: null,
      }),
    ),
    http.post(path, async ({ request }) => {
      sent.push(await request.json());
      return (await post()) as HttpResponse<Comment>;
    }),
  );
});

/** The feed with its comments open: each clip has its own, and they can be closed. */
function Feed() {
  const [clip, setClip] = useState<string | null>("v1");
  const buttons = ["v1", "v2", null].map((to) => (
    <button key={to} onClick={() => setClip(to)}>
      {to ?? "close"}
    </button>
  ));
  return (
    <>
      {buttons}
      {clip ? <Comments key={clip} video={aVideo(clip)} /> : null}
    </>
  );
}

const go = async (to: string) => {
  fireEvent.click(screen.getByText(to));
  if (to !== "close") await screen.findByText(`Comment of ${to}`);
};
const show = async (me = true) => {
  const app = renderApp(<Feed />, { me: me ? aMe() : null });
  await screen.findByText("Comment of v1");
  return app;
};
const type = (words: string) => userEvent.type(screen.getByRole("textbox"), words);
const send = () => userEvent.click(screen.getByRole("button", { name: "Send" }));

it("keeps what is typed under a clip while one is at another, or has closed the comments", async () => {
  await show();
  await type("Twelve slits");
  await go("v2");
  expect(screen.getByRole("textbox")).toHaveValue("");
  await type("Other words");
  await go("close");
  await go("v1");
  expect(screen.getByRole("textbox")).toHaveValue("Twelve slits");
});

it("keeps whom the words are for, and takes no focus with it", async () => {
  post = () => HttpResponse.json(aComment("r1", { parentId: "of v1" }), { status: 201 });
  server.use(
    http.get("/api/comments/:id/replies", () => HttpResponse.json({ items: [], nextCursor: null })),
  );
  await show();
  await userEvent.click(screen.getByRole("button", { name: "Reply" }));
  await type("Yes");
  await go("close");
  await go("v1");
  expect(screen.getByText("Replying to @bela")).toBeVisible();
  expect(screen.getByRole("textbox")).not.toHaveFocus();
  await send();
  await waitFor(() => expect(sent).toEqual([expect.objectContaining({ parentId: "of v1" })]));
});

it("forgets whom one would have answered where no words were found", async () => {
  await show();
  await userEvent.click(screen.getByRole("button", { name: "Reply" }));
  await go("close");
  await go("v1");
  expect(screen.queryByText(/Replying to/)).toBeNull();
});

it("keeps a comment that fails after the comments were closed, and says so", async () => {
  let fail: (answer: Response) => void = () => undefined;
  post = () => new Promise((resolve) => (fail = resolve));
  await show();
  await type("Twelve slits");
  await send();
  await waitFor(() => expect(sent).toHaveLength(1));
  await go("close");
  fail(refuse(503, "unavailable")());
  expect(await screen.findByText(/not sent\. It is kept/)).toBeInTheDocument();
  await go("v1");
  expect(screen.getByText("Twelve slits")).toBeVisible();
  expect(screen.getByText("No: unavailable.")).toBeVisible();
  post = () => HttpResponse.json(aComment("c9", { text: "Twelve slits" }), { status: 201 });
  // The toast has no button: this is the one of the draft.
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(screen.queryByText("No: unavailable.")).toBeNull());
  expect(screen.getAllByText("Twelve slits")).toHaveLength(1);
});

it("shows a comment that arrives after one has left and come back", async () => {
  let arrive: () => void = () => undefined;
  const comment = aComment("c9", { text: "Twelve slits" });
  post = () =>
    new Promise((resolve) => {
      arrive = () => resolve(HttpResponse.json(comment, { status: 201 }));
    });
  await show();
  await type("Twelve slits");
  await send();
  await waitFor(() => expect(sent).toHaveLength(1));
  await go("v2");
  await go("v1");
  expect(screen.getByText("Sending")).toBeVisible();
  written = [comment];
  arrive();
  await waitFor(() => expect(screen.queryByText("Sending")).toBeNull());
  expect(screen.getByText("Twelve slits")).toBeVisible();
});

it("shows a reply that failed though its thread is not loaded any more", async () => {
  post = refuse(503, "unavailable");
  server.use(
    http.get("/api/comments/:id/replies", () => HttpResponse.json({ items: [], nextCursor: null })),
  );
  await show();
  await userEvent.click(screen.getByRole("button", { name: "Reply" }));
  await type("Yes");
  await send();
  await screen.findByText("No: unavailable.");
  await go("close");
  server.use(
    http.get(path, () => HttpResponse.json({ items: [aComment("of v1 now")], nextCursor: "x" })),
  );
  fireEvent.click(screen.getByText("v1"));
  await screen.findByText("Comment of v1 now");
  expect(screen.getByText("Yes")).toBeVisible();
});

it("leaves nothing to the next person of the tab", async () => {
  post = refuse(503, "unavailable");
  const { store } = await show();
  await type("Not arrived");
  await send();
  await screen.findByText("No: unavailable.");
  await type("Not sent");
  await go("close");
  act(() => void store.dispatch(signedOut()));
  await go("v1");
  expect(screen.getByRole("textbox")).toHaveValue("");
  expect(screen.queryByText("Not arrived")).toBeNull();
  act(() => void store.dispatch(signedIn(aMe("bela"))));
  expect(screen.getByRole("textbox")).toHaveValue("");
});

it("keeps from the next person what fails only when they are there", async () => {
  let fail: (answer: Response) => void = () => undefined;
  post = () => new Promise((resolve) => (fail = resolve));
  const { store } = await show();
  await type("Twelve slits");
  await send();
  await waitFor(() => expect(sent).toHaveLength(1));
  act(() => void store.dispatch(signedIn(aMe("bela"))));
  fail(refuse(503, "unavailable")());
  await go("v2");
  await go("v1");
  expect(screen.queryByText("Twelve slits")).toBeNull();
  expect(screen.queryByText(/not sent/)).toBeNull();
});

it("leaves a visitor their words when they sign in", async () => {
  const { store } = await show(false);
  await type("Twelve slits");
  act(() => void store.dispatch(signedIn(aMe())));
  expect(screen.getByRole("textbox")).toHaveValue("Twelve slits");
});
