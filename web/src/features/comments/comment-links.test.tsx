import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { aComment, aVideo } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import Comments from "./comments";

const video = aVideo("v1");
const reply = (id: string) => aComment(id, { parentId: "c5" });
let scrolled: ReturnType<typeof vi.spyOn>;
const asked: string[] = [];

/** What the gateway answers: the page around a comment begins at its thread, without the pinned one. */
beforeEach(() => {
  scrolled = vi.spyOn(Element.prototype, "scrollIntoView");
  asked.length = 0;
  const thread = aComment("c5", { replies: 3 });
  server.use(
    http.get("/api/videos/v1/comments", ({ request }) => {
      const query = new URL(request.url).searchParams;
      asked.push(query.toString());
      return query.has("around")
        ? HttpResponse.json({ items: [thread], nextCursor: null, prevCursor: "before" })
        : HttpResponse.json({
            items: [aComment("c1", { pinned: true }), aComment("c2"), thread],
            nextCursor: null,
          });
    }),
    http.get("/api/comments/c5", () => HttpResponse.json(thread)),
    http.get("/api/comments/r3", () => HttpResponse.json(reply("r3"))),
    http.get("/api/comments/c5/replies", ({ request }) =>
      HttpResponse.json(
        new URL(request.url).searchParams.has("cursor")
          ? { items: [reply("r2"), reply("r3")], nextCursor: null }
          : { items: [reply("r1")], nextCursor: "on" },
      ),
    ),
  );
});

const row = (id: string) => document.getElementById(`comment-${id}`);

it("opens the thread of a linked reply, reads on to it, scrolls there and marks it", async () => {
  renderApp(<Comments video={video} focusId="r3" />);
  expect(await screen.findByText("Comment r3")).toBeVisible();
  expect(row("r3")).toHaveAttribute("aria-current", "true");
  expect(row("c5")).not.toHaveAttribute("aria-current");
  expect(scrolled.mock.contexts).toEqual([row("r3")]);
});

it("lets a linked reply's thread be closed again", async () => {
  renderApp(<Comments video={video} focusId="r3" />);
  await screen.findByText("Comment r3");
  await userEvent.click(screen.getByRole("button", { name: "Hide replies" }));
  expect(screen.queryByText("Comment r3")).toBeNull();
  expect(screen.getByRole("button", { name: "Show 3 replies" })).toBeVisible();
});

it("scrolls to a linked comment of the first level and opens nothing", async () => {
  renderApp(<Comments video={video} focusId="c5" />);
  await screen.findByText("Comment c5");
  expect(row("c5")).toHaveAttribute("aria-current", "true");
  expect(scrolled.mock.contexts).toEqual([row("c5")]);
  expect(screen.getByRole("button", { name: "Show 3 replies" })).toBeVisible();
});

it("shows what stands above a linked thread, and what is pinned, when asked for all", async () => {
  renderApp(<Comments video={video} focusId="c5" />);
  await screen.findByText("Comment c5");
  expect(screen.queryByText("Comment c1")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "All comments" }));
  expect(await screen.findByText("Comment c1")).toBeVisible();
  expect(screen.getByText("Comment c2")).toBeVisible();
  expect(screen.queryByRole("button", { name: "All comments" })).toBeNull();
  // One stays where one asked to be.
  expect(scrolled).toHaveBeenCalledOnce();
  expect(document.activeElement).not.toBe(document.body);
});

it("is done with the link when another order is chosen", async () => {
  renderApp(<Comments video={video} focusId="c5" />);
  await screen.findByText("Comment c5");
  await userEvent.click(screen.getByRole("button", { name: "New" }));
  expect(await screen.findByText("Comment c1")).toBeVisible();
  await waitFor(() => expect(asked).toEqual(["sort=top&around=c5", "sort=new"]));
});
