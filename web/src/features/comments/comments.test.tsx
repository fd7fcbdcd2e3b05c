import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, delay, http } from "msw";
import { signedIn } from "@/lib/store/session-slice";
import { aComment, aMe, aVideo } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { refuse } from "@/test/states";
import Comments from "./comments";

const list = "/api/videos/v1/comments";
const video = aVideo("v1");
const answer = (...items: ReturnType<typeof aComment>[]) =>
  HttpResponse.json({ items, nextCursor: null });

it("shows comments, pinned ones marked, deleted ones as a marker", async () => {
  server.use(
    http.get(list, () =>
      answer(
        aComment("c1", { pinned: true }),
        aComment("c2", { deleted: true, author: null, replies: 1 }),
      ),
    ),
  );
  renderApp(<Comments video={video} />);
  expect(await screen.findByText("Comment c1")).toBeVisible();
  expect(screen.getByText("Pinned")).toBeVisible();
  expect(screen.getByText("This comment was deleted.")).toBeVisible();
});

it("invites to the first comment when there is none", async () => {
  server.use(http.get(list, () => answer()));
  renderApp(<Comments video={video} />);
  expect(await screen.findByText(/Nobody has commented yet/)).toBeVisible();
  expect(screen.getByRole("textbox", { name: "Write a comment" })).toBeVisible();
});

it("offers another try when the list fails", async () => {
  let fail = true;
  server.use(
    http.get(list, () =>
      fail
        ? HttpResponse.json({ code: "internal", title: "x" }, { status: 500 })
        : answer(aComment("c1")),
    ),
  );
  renderApp(<Comments video={video} />);
  const again = await screen.findByRole("button", { name: "Try again" });
  fail = false;
  await userEvent.click(again);
  expect(await screen.findByText("Comment c1")).toBeVisible();
});

it("says so when the answer is slow", async () => {
  server.use(
    http.get(list, async () => {
      await delay("infinite");
      return answer();
    }),
  );
  renderApp(<Comments video={video} />);
  expect(await screen.findByText(/Still loading/, undefined, { timeout: 5_000 })).toBeVisible();
});

it("has no field where comments are off", async () => {
  server.use(http.get(list, () => answer()));
  renderApp(<Comments video={{ ...video, allowComments: false }} />);
  expect(await screen.findByText("Comments are off for this clip.")).toBeVisible();
  expect(screen.queryByRole("textbox")).toBeNull();
});

it("never turns a comment into HTML", async () => {
  const text = '<img src=x onerror="alert(1)">';
  server.use(http.get(list, () => answer(aComment("c1", { text }))));
  const { container } = renderApp(<Comments video={video} />);
  expect(await screen.findByText(text)).toBeVisible();
  expect(container.querySelector("img")).toBeNull();
});

it("shows one's own comment at once, then as the server wrote it", async () => {
  let release: () => void = () => undefined;
  const sent: unknown[] = [];
  server.use(
    http.get(list, () => answer(aComment("c1"))),
    http.post(list, async ({ request }) => {
      sent.push(await request.json());
      await new Promise<void>((resolve) => (release = resolve));
      return HttpResponse.json(aComment("c9", { text: "Hello there" }), { status: 201 });
    }),
  );
  renderApp(<Comments video={video} />, { me: aMe() });
  await screen.findByText("Comment c1");
  await userEvent.type(screen.getByRole("textbox"), "Hello there");
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  expect(screen.getByText("Sending")).toBeVisible();
  expect(screen.getByText("Hello there")).toBeVisible();
  await waitFor(() => expect(sent).toHaveLength(1));
  release();
  await waitFor(() => expect(screen.queryByText("Sending")).toBeNull());
  expect(screen.getAllByText("Hello there")).toHaveLength(1);
});

it("shows the comment one sends, however far one has read", async () => {
  server.use(
    http.get(list, () => answer(aComment("c1"))),
    http.post(list, () => HttpResponse.json(aComment("c2"))),
  );
  renderApp(<Comments video={video} />, { me: aMe() });
  const read = (await screen.findByText("Comment c1")).closest<HTMLElement>("[class*=overflow-y]")!;
  read.scrollTop = 500;
  await userEvent.type(screen.getByRole("textbox"), "Mine");
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  expect(read.scrollTop).toBe(0);
});

it("keeps a comment that was refused, with the reason and a retry under the same key", async () => {
  const keys: (string | null)[] = [];
  server.use(
    http.get(list, () => answer()),
    http.post(list, ({ request }) => {
      keys.push(request.headers.get("Idempotency-Key"));
      return keys.length === 1
        ? HttpResponse.json(
            { code: "validation_failed", errors: { text: ["Too long."] } },
            { status: 422 },
          )
        : HttpResponse.json(aComment("c9", { text: "Hi" }), { status: 201 });
    }),
  );
  renderApp(<Comments video={video} />, { me: aMe() });
  await userEvent.type(await screen.findByRole("textbox"), "Hi");
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  expect(await screen.findByText("Too long.")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(screen.queryByText("Too long.")).toBeNull());
  expect(keys[0]).toBeTruthy();
  expect(keys[1]).toBe(keys[0]);
});

it("asks a visitor to sign in, keeps the words, and sends them afterwards", async () => {
  const texts: unknown[] = [];
  server.use(
    http.get(list, () => answer()),
    http.post(list, async ({ request }) => {
      texts.push(((await request.json()) as { text: string }).text);
      return HttpResponse.json(aComment("c9", { text: "Hi" }), { status: 201 });
    }),
  );
  const form = ({ onDone }: { onDone: (me: ReturnType<typeof aMe>) => void }) => (
    <button type="button" onClick={() => onDone(aMe())}>
      Enter
    </button>
  );
  renderApp(<Comments video={video} />, { form });
  await userEvent.type(await screen.findByRole("textbox"), "Hi");
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  expect(texts).toEqual([]);
  expect(screen.getByRole("textbox", { name: "Write a comment" })).toHaveValue("Hi");
  await userEvent.click(await screen.findByRole("button", { name: "Enter" }));
  await waitFor(() => expect(texts).toEqual(["Hi"]));
});

it("opens replies and answers one", async () => {
  const bodies: unknown[] = [];
  server.use(
    http.get(list, () => answer(aComment("c1", { replies: 1 }))),
    http.get("/api/comments/c1/replies", () => answer(aComment("r1", { parentId: "c1" }))),
    http.post(list, async ({ request }) => {
      bodies.push(await request.json());
      return HttpResponse.json(aComment("r2", { parentId: "c1", text: "Yes" }), { status: 201 });
    }),
  );
  renderApp(<Comments video={video} />, { me: aMe() });
  await userEvent.click(await screen.findByRole("button", { name: "Show 1 reply" }));
  const reply = await screen.findByText("Comment r1");
  const row = reply.closest<HTMLElement>("[id='comment-r1']")!;
  await userEvent.click(within(row).getByRole("button", { name: "Reply" }));
  await userEvent.type(screen.getByRole("textbox", { name: "Write a reply" }), "Yes");
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  await waitFor(() => expect(bodies).toHaveLength(1));
  expect(bodies[0]).toMatchObject({ text: "Yes", parentId: "r1" });
  expect(await screen.findByText("Yes")).toBeVisible();
});

it("shows one's reply even when the replies were asked for before it was written", async () => {
  const reply = aComment("r1", { parentId: "c1", text: "Twelve slits each" });
  let written = false;
  let answerEarly = () => {};
  server.use(
    http.get(list, () => answer(aComment("c1"))),
    http.post(list, () => {
      written = true;
      setTimeout(() => answerEarly(), 50);
      return HttpResponse.json(reply, { status: 201 });
    }),
    http.get("/api/comments/c1/replies", async () => {
      if (written) return answer(reply);
      await new Promise<void>((resolve) => (answerEarly = resolve));
      return answer();
    }),
  );
  renderApp(<Comments video={video} />, { me: aMe() });
  await userEvent.click(await screen.findByRole("button", { name: "Reply" }));
  await userEvent.type(screen.getByRole("textbox", { name: "Write a reply" }), "Twelve slits each");
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  await waitFor(() => expect(written).toBe(true));
  await delay(200);
  expect(await screen.findByText("Twelve slits each")).toBeVisible();
  expect(screen.queryByText(/Sending/)).toBeNull();
});

it("shows one's reply once where it is read before its answer has come", async () => {
  let clientRef = "";
  let answered: () => void = () => undefined;
  const reply = () => aComment("r1", { parentId: "c1", text: "Twelve slits each", clientRef });
  server.use(
    http.get(list, () => answer(aComment("c1"))),
    http.post(list, async ({ request }) => {
      ({ clientRef } = (await request.json()) as { clientRef: string });
      await new Promise<void>((resolve) => (answered = resolve));
      return HttpResponse.json(reply(), { status: 201 });
    }),
    http.get("/api/comments/c1/replies", async () => {
      await waitFor(() => expect(clientRef).not.toBe(""));
      return answer(reply());
    }),
  );
  renderApp(<Comments video={video} />, { me: aMe() });
  await userEvent.click(await screen.findByRole("button", { name: "Reply" }));
  await userEvent.type(screen.getByRole("textbox", { name: "Write a reply" }), "Twelve slits each");
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  await waitFor(() => expect(screen.queryByText("Sending")).toBeNull());
  expect(screen.getAllByText("Twelve slits each")).toHaveLength(1);
  answered();
  await screen.findByRole("button", { name: "Hide replies" });
  expect(screen.getAllByText("Twelve slits each")).toHaveLength(1);
});

it("removes one's own comment after asking", async () => {
  const gone: string[] = [];
  server.use(
    http.get(list, () => answer(aComment("c1", { viewer: { liked: false, own: true } }))),
    http.delete("/api/comments/:id", ({ params }) => {
      gone.push(String(params.id));
      return new HttpResponse(null, { status: 204 });
    }),
  );
  renderApp(<Comments video={video} />, { me: aMe() });
  await userEvent.click(await screen.findByRole("button", { name: "Delete" }));
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(gone).toEqual(["c1"]));
  expect(screen.queryByText("Comment c1")).toBeNull();
  expect(await screen.findByText("This comment was deleted.")).toBeInTheDocument();
});

const spoken = () => {
  const [line] = screen.getAllByRole("status").filter((region) => !region.hasAttribute("popover"));
  return line!;
};

it("says each time that a comment has arrived, in a region that was there before", async () => {
  let count = 0;
  server.use(
    http.get(list, () => answer(aComment("c1"))),
    http.post(list, () => HttpResponse.json(aComment(`new ${count++}`), { status: 201 })),
  );
  renderApp(<Comments video={video} />, { me: aMe() });
  await screen.findByText("Comment c1");
  const line = spoken();
  expect(line).toBeEmptyDOMElement();
  const send = async () => {
    await userEvent.type(screen.getByRole("textbox"), "Hello");
    await userEvent.click(screen.getByRole("button", { name: "Send" }));
  };
  await send();
  const first = await within(line).findByText("Comment sent.");
  await send();
  await screen.findByText("Comment new 1");
  // The words are drawn anew: a line that stays as it is, is not read again.
  await waitFor(() => expect(first).not.toBeInTheDocument());
  expect(line).toHaveTextContent(/^Comment sent\.$/);
});

it("says at once, and in words, that a comment did not arrive", async () => {
  server.use(
    http.get(list, () => answer()),
    http.post(list, refuse(503, "unavailable")),
  );
  renderApp(<Comments video={video} />, { me: aMe() });
  await userEvent.type(await screen.findByRole("textbox"), "Hi");
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  expect(await screen.findByRole("alert")).toHaveTextContent(
    "Your comment was not sent. No: unavailable.",
  );
});

it("reads an order anew that one comes back to", async () => {
  let top = [aComment("c1"), aComment("c2")];
  server.use(
    http.get(list, ({ request }) =>
      new URL(request.url).searchParams.get("sort") === "top"
        ? answer(...top)
        : answer(aComment("c2")),
    ),
  );
  renderApp(<Comments video={video} />);
  expect(await screen.findByText("Comment c1")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "New" }));
  await waitFor(() => expect(screen.queryByText("Comment c1")).toBeNull());
  top = [aComment("c2")];
  await userEvent.click(screen.getByRole("button", { name: "Top" }));
  expect(await screen.findByText("Comment c2")).toBeVisible();
  await waitFor(() => expect(screen.queryByText("Comment c1")).toBeNull());
});

it("keeps the field for a visitor who signs in, until it is known what they may", async () => {
  server.use(http.get(list, () => answer()));
  const asVisitor = aVideo("v1", { viewer: { ...video.viewer, canComment: false } });
  const { store } = renderApp(<Comments video={asVisitor} />);
  await userEvent.type(await screen.findByRole("textbox"), "Half a th");
  act(() => void store.dispatch(signedIn(aMe())));
  expect(screen.getByRole("textbox")).toHaveValue("Half a th");
});
