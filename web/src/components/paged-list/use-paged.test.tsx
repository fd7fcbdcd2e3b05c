import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { useState } from "react";
import type { Page, Video } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { firstPlayed } from "@/lib/store/player-slice";
import { aMe, aUser, aVideo } from "@/test/fixtures";
import { hubs } from "@/test/hub";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { usePaged } from "./use-paged";

vi.mock("@microsoft/signalr", async () => (await import("@/test/hub")).fakeSignalr);

const page = (next: string | null, ...ids: string[]): Page<Video> => ({
  items: ids.map((id) => aVideo(id)),
  nextCursor: next,
});

const clips = url("/users/{username}/videos", { path: { username: "ana" } });

function List({ first }: { first?: Page<Video> }) {
  const list = usePaged(clips, first);
  return (
    <>
      <p>{list.items.map(({ id }) => id).join(" ")}</p>
      {list.more ? <button onClick={list.loadMore}>more</button> : null}
    </>
  );
}

/** Goes to the list with one page after the other that the server rendered, null being elsewhere. */
function Visits({ pages }: { pages: (Page<Video> | null)[] }) {
  const [at, setAt] = useState(0);
  const first = pages[at];
  return (
    <>
      <button onClick={() => setAt(at + 1)}>go</button>
      {first ? <List first={first} /> : null}
    </>
  );
}

let asked: (string | null)[];
function answer(pages: Record<string, Page<Video>>) {
  asked = [];
  server.use(
    http.get("/api/users/ana/videos", ({ request }) => {
      const cursor = new URL(request.url).searchParams.get("cursor");
      asked.push(cursor);
      return HttpResponse.json(pages[cursor ?? ""]);
    }),
  );
}

const go = () => userEvent.click(screen.getByText("go"));
const more = () => userEvent.click(screen.getByText("more"));

it("reads page after page to the end, and drops what comes twice", async () => {
  answer({ "": page("x", "a", "b"), x: page(null, "b", "c") });
  renderApp(<List />);
  await screen.findByText("a b");
  await more();
  expect(await screen.findByText("a b c")).toBeVisible();
  expect(screen.queryByText("more")).toBeNull();
  expect(asked).toEqual([null, "x"]);
});

it("asks for nothing while the page the server rendered is enough", async () => {
  answer({ x: page(null, "c") });
  renderApp(<List first={page("x", "a", "b")} />);
  expect(screen.getByText("a b")).toBeVisible();
  await more();
  expect(await screen.findByText("a b c")).toBeVisible();
  expect(asked).toEqual(["x"]);
});

it("shows a page the server has just rendered instead of the list it kept", async () => {
  answer({ x: page(null, "b"), y: page(null, "b") });
  renderApp(<Visits pages={[page("x", "a"), null, page("y", "new", "a")]} />);
  await more();
  await screen.findByText("a b");
  await go();
  await go();
  expect(await screen.findByText("new a")).toBeVisible();
  await more();
  expect(await screen.findByText("new a b")).toBeVisible();
});

it("keeps all that was loaded when one comes back to the same page", async () => {
  answer({ x: page(null, "b") });
  const first = page("x", "a");
  renderApp(<Visits pages={[first, null, first]} />);
  await more();
  await screen.findByText("a b");
  await go();
  await go();
  expect(screen.getByText("a b")).toBeVisible();
});

it("is read again when something in it can be seen no longer, and not otherwise", async () => {
  answer({ "": page(null, "a", "b") });
  const { store } = renderApp(<List />, { me: aMe() });
  act(() => void store.dispatch(firstPlayed()));
  await screen.findByText("a b");
  await waitFor(() => expect(hubs).toHaveLength(1));
  answer({ "": page(null, "b") });
  act(() => hubs[0]!.say("feed:purge", { videoIds: ["z"], usernames: ["somebody"] }));
  expect(asked).toEqual([]);
  act(() => hubs[0]!.say("feed:purge", { usernames: [aUser().username.toUpperCase()] }));
  await waitFor(() => expect(screen.queryByText("a b")).toBeNull());
  expect(screen.getByText("b")).toBeVisible();
});
