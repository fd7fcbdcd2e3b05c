import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { useState } from "react";
import { aComment, aMe, aVideo } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import Comments from "./comments";

const video = aVideo("v1");
const firstLike = () => screen.getAllByRole("button", { name: /^Like/ })[0]!;
const pressed = (on: boolean) =>
  waitFor(() => expect(firstLike()).toHaveAttribute("aria-pressed", String(on)));

function Panel() {
  const [open, setOpen] = useState(true);
  return (
    <>
      <button onClick={() => setOpen(!open)}>panel</button>
      {open ? <Comments video={video} /> : null}
    </>
  );
}

it("keeps a like on screen when more comments are loaded", async () => {
  server.use(
    http.get("/api/videos/v1/comments", ({ request }) =>
      new URL(request.url).searchParams.has("cursor")
        ? HttpResponse.json({ items: [aComment("c2")], nextCursor: null })
        : HttpResponse.json({ items: [aComment("c1")], nextCursor: "x" }),
    ),
    http.put("/api/comments/c1/like", () => HttpResponse.json({ liked: true, likes: 1 })),
  );
  renderApp(<Comments video={video} />, { me: aMe() });
  await screen.findByText("Comment c1");
  await userEvent.click(firstLike());
  await pressed(true);
  await userEvent.click(screen.getByRole("button", { name: /more/i }));
  await screen.findByText("Comment c2");
  expect(firstLike()).toHaveAttribute("aria-pressed", "true");
});

it("shows what changed while the comments were closed", async () => {
  let items = [aComment("c1")];
  server.use(
    http.get("/api/videos/v1/comments", () => HttpResponse.json({ items, nextCursor: null })),
    http.put("/api/comments/c1/like", () => HttpResponse.json({ liked: true, likes: 1 })),
  );
  renderApp(<Panel />, { me: aMe() });
  await screen.findByText("Comment c1");
  await userEvent.click(firstLike());
  await pressed(true);
  await userEvent.click(screen.getByText("panel"));
  items = [aComment("c1", { likes: 4, viewer: { liked: true, own: false } }), aComment("c2")];
  await userEvent.click(screen.getByText("panel"));
  expect(await screen.findByText("Comment c2")).toBeVisible();
  expect(firstLike()).toHaveAttribute("aria-pressed", "true");
  expect(firstLike()).toHaveAccessibleName(/4/);
});
