import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, delay, http } from "msw";
import { useState } from "react";
import type { Notification } from "@/lib/api/types";
import { firstPlayed } from "@/lib/store/player-slice";
import { unreadChanged } from "@/lib/store/session-slice";
import { aMe, aUser } from "@/test/fixtures";
import { hubs } from "@/test/hub";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { answer, listOf, never, refuse, waitLong } from "@/test/states";
import { Inbox } from "./inbox";

vi.mock("@microsoft/signalr", async () => (await import("@/test/hub")).fakeSignalr);

const aNotification = (change: Partial<Notification> = {}): Notification => ({
  id: "n1",
  type: "like",
  url: "/@me/video/v1",
  actors: [{ ...aUser("ana"), viewer: { following: false, requested: false } }],
  count: 3,
  createdAt: "2026-11-01T10:00:00Z",
  updatedAt: "2026-11-01T10:00:00Z",
  seen: false,
  read: false,
  ...change,
});

const list = "*/api/notifications";
const read = vi.fn();

beforeEach(() => {
  read.mockClear();
  server.use(
    http.get("*/api/users/me/follow-requests", () =>
      HttpResponse.json({ items: [], nextCursor: null }),
    ),
    http.post("*/api/notifications/read", async ({ request }) => {
      read(await request.json());
      return new HttpResponse(null, { status: 204 });
    }),
  );
});

const show = () => renderApp(<Inbox />, { me: aMe() });

it("leads to people while nothing has happened", async () => {
  server.use(http.get(list, () => HttpResponse.json({ items: [], nextCursor: null })));
  show();
  expect(await screen.findByText("Nothing has happened yet.")).toBeVisible();
  expect(screen.getByRole("link", { name: "Find people" })).toHaveAttribute("href", "/discover");
  expect(read).not.toHaveBeenCalled();
});

it("groups likes, and reading it empties the badge", async () => {
  server.use(
    http.get(list, () => HttpResponse.json({ items: [aNotification()], nextCursor: null })),
  );
  const { store } = show();
  act(() => void store.dispatch(unreadChanged(3)));
  expect(await screen.findByText("ana and 2 others like your clip")).toBeVisible();
  await waitFor(() => expect(read).toHaveBeenCalledWith({ upTo: "2026-11-01T10:00:00Z" }));
  await waitFor(() => expect(store.getState().session.unread).toBe(0));
});

it("says what happened to the account in the words of the server", async () => {
  server.use(
    http.get(list, () =>
      HttpResponse.json({
        items: [
          aNotification({
            type: "moderation",
            actors: [],
            count: 1,
            url: "/inbox",
            detail: {
              code: "notice.moderation.video_removed_because",
              params: { about: "Lanterns", reason: "spam or deception" },
              text: "Your clip was removed. Reason: spam or deception. The clip: Lanterns",
            },
          }),
          aNotification({
            id: "n2",
            type: "export_ready",
            actors: [],
            count: 1,
            url: "/settings#data",
          }),
        ],
        nextCursor: null,
      }),
    ),
  );
  show();
  expect(
    await screen.findByText("Your clip was removed. Reason: spam or deception. The clip: Lanterns"),
  ).toBeVisible();
  expect(screen.getByRole("link", { name: /Your export is ready/ })).toHaveAttribute(
    "href",
    "/settings#data",
  );
});

it("offers another try when it does not load", async () => {
  let fail = true;
  server.use(
    http.get(list, () =>
      fail
        ? HttpResponse.json({ code: "unavailable" }, { status: 503 })
        : HttpResponse.json({ items: [aNotification({ count: 1 })], nextCursor: null }),
    ),
  );
  show();
  const again = await screen.findByRole("button", { name: "Try again" });
  fail = false;
  await userEvent.click(again);
  expect(await screen.findByText("ana likes your clip")).toBeVisible();
});

it("says that it is loading", async () => {
  server.use(
    http.get(list, async () => {
      await delay("infinite");
      return HttpResponse.json({});
    }),
  );
  show();
  expect(await screen.findByText("Loading")).toBeInTheDocument();
});

it("accepts somebody who asks to follow, and follows back", async () => {
  const accepted = vi.fn();
  const followed = vi.fn();
  let asking = [aUser("bela")];
  server.use(
    http.get(list, () =>
      HttpResponse.json({
        items: [aNotification({ type: "follow", count: 1, url: "/@ana" })],
        nextCursor: null,
      }),
    ),
    http.get("*/api/users/me/follow-requests", () =>
      HttpResponse.json({ items: asking, nextCursor: null }),
    ),
    http.put("*/api/users/me/follow-requests/bela", () => {
      accepted();
      asking = [];
      return HttpResponse.json({});
    }),
    http.put("*/api/users/ana/follow", () => {
      followed();
      return HttpResponse.json({ following: true, requested: false, followers: 1 });
    }),
  );
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Accept" }));
  await waitFor(() => expect(screen.queryByText("Follow requests")).toBeNull());
  expect(accepted).toHaveBeenCalledOnce();
  await userEvent.click(screen.getByRole("button", { name: "Follow back @ana" }));
  await waitFor(() => expect(followed).toHaveBeenCalledOnce());
});

it("says when the follow requests do not load, and brings them", async () => {
  let body = refuse(503, "unavailable");
  server.use(
    http.get(list, answer(listOf(aNotification()))),
    http.get("*/api/users/me/follow-requests", () => body()),
  );
  show();
  await screen.findByText("ana and 2 others like your clip");
  expect(await screen.findByText("No: unavailable.")).toBeVisible();
  body = answer(listOf(aUser("bela")));
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("button", { name: "Accept" })).toBeVisible();
});

it("says when it is slow", () => {
  server.use(http.get(list, never));
  waitLong(show);
  expect(screen.getByText(/Still loading/)).toBeVisible();
});

const likes = "ana and 2 others like your clip";
const follows = "ana follows you";
const aFollow = (read: boolean) =>
  aNotification({ id: "n0", type: "follow", count: 1, read, updatedAt: "2026-10-01T10:00:00Z" });

/** Read and unread ones differ in their weight and their ground. */
const isMarked = (words: string) => screen.getByText(words).classList.contains("font-semibold");

it("still shows what was new when the page itself has read it", async () => {
  let isRead = false;
  const answers = vi.fn();
  server.use(
    http.get(list, () => {
      answers();
      return HttpResponse.json(listOf(aNotification({ read: isRead }), aFollow(true)));
    }),
    http.post("*/api/notifications/read", () => {
      isRead = true;
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const { store } = show();
  act(() => void store.dispatch(firstPlayed()));
  await screen.findByText(likes);
  await waitFor(() => expect(isRead).toBe(true));
  await waitFor(() => expect(hubs.at(-1)?.state).toBe("Connected"));
  answers.mockClear();
  // What the server tells every tab of theirs, this one too.
  act(() => hubs.at(-1)!.say("notifications:read", { upTo: "2026-11-01T10:00:00Z" }));
  await waitFor(() => expect(answers).toHaveBeenCalledOnce());
  await delay(50);
  expect(isMarked(likes)).toBe(true);
  expect(isMarked(follows)).toBe(false);
});

function Visits() {
  const [open, setOpen] = useState(true);
  return (
    <>
      <button onClick={() => setOpen(!open)}>inbox</button>
      {open ? <Inbox /> : null}
    </>
  );
}

it("shows nothing as new on the next visit that was read on the last", async () => {
  let isRead = false;
  server.use(
    http.get(list, () => HttpResponse.json(listOf(aNotification({ read: isRead })))),
    http.post("*/api/notifications/read", () => {
      isRead = true;
      return new HttpResponse(null, { status: 204 });
    }),
  );
  renderApp(<Visits />, { me: aMe() });
  await screen.findByText(likes);
  await waitFor(() => expect(isRead).toBe(true));
  fireEvent.click(screen.getByText("inbox"));
  fireEvent.click(screen.getByText("inbox"));
  await waitFor(() => expect(isMarked(likes)).toBe(false));
});

it("reads nothing in a tab that nobody looks at", async () => {
  const visibility = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  server.use(
    http.get(list, () => HttpResponse.json({ items: [aNotification()], nextCursor: null })),
  );
  show();
  expect(await screen.findByText("ana and 2 others like your clip")).toBeVisible();
  expect(read).not.toHaveBeenCalled();
  visibility.mockReturnValue("visible");
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
  await waitFor(() => expect(read).toHaveBeenCalledOnce());
});
