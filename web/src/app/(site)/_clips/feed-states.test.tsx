import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import type { ForYouPage, Me, Video } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { firstPlayed } from "@/lib/store/player-slice";
import { aMe, aVideo, anItem } from "@/test/fixtures";
import { hubs } from "@/test/hub";
import { renderPage } from "@/test/page";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { withStage } from "@/test/stage";
import { answer, listOf, never, refuse, waitLong } from "@/test/states";
import ForYou from "../page";
import { ClipFeed } from "./clip-feed";
import { WayOn } from "./way-on";

vi.mock("@microsoft/signalr", async () => (await import("@/test/hub")).fakeSignalr);

const path = "*/api/feed/for-you";
const page = (status: ForYouPage["status"], ...ids: string[]): ForYouPage => ({
  items: ids.map((id) => anItem(id)),
  status,
});
const show = (me: Me | null = null) => renderPage(() => ForYou(), { me });
const clip = (name: string) => screen.findByRole("article", { name });
const press = (key: string) => userEvent.keyboard(key);

const list = { kind: "list", path: url("/feed/following"), watchSource: "following" } as const;
const ofList = (...videos: Video[]) =>
  renderApp(
    <ClipFeed
      source={list}
      start={{ answer: { items: videos, nextCursor: null }, problem: null }}
      emptyText="Nothing yet."
      wayOn={<WayOn href="/discover" label="Find people" />}
    />,
  );

beforeEach(() => {
  withStage();
  server.use(
    http.post("*/api/watches", () => new HttpResponse(null, { status: 204 })),
    http.get("*/api/tags/trending", answer(listOf({ tag: "tea", videos: 3 }))),
    http.get("*/api/feed/preferences", answer({ personalised: true, topics: {}, weights: {} })),
  );
});

it("leads to the upload while there is no clip at all", async () => {
  server.use(http.get(path, answer(page("empty"))));
  await show();
  expect(screen.getByText("There are no clips here yet.")).toBeVisible();
  expect(screen.getByRole("link", { name: "Upload the first one" })).toBeVisible();
});

it("says what went wrong, and trying again plays", async () => {
  let body = refuse(503, "unavailable");
  server.use(http.get(path, () => body()));
  await show();
  const again = await screen.findByRole("button", { name: "Try again" });
  expect(screen.getByText("No: unavailable.")).toBeVisible();
  body = answer(page("more", "v1", "v2"));
  await userEvent.click(again);
  expect(await clip("Clip v1")).toBeVisible();
  expect(screen.queryByText("No: unavailable.")).toBeNull();
});

it("goes on by itself when the line is back", async () => {
  let gone = true;
  server.use(http.get(path, () => (gone ? HttpResponse.error() : answer(page("more", "v1"))())));
  await show();
  expect(await screen.findByText(/You are offline/)).toBeVisible();
  gone = false;
  act(() => void window.dispatchEvent(new Event("online")));
  expect(await clip("Clip v1")).toBeVisible();
});

it("says when it is slow", () => {
  server.use(http.get(path, never));
  waitLong(() =>
    renderApp(
      <ClipFeed
        source={{ kind: "for-you" }}
        start={{ answer: null, problem: null }}
        emptyText=""
        wayOn={null}
      />,
    ),
  );
  expect(screen.getByText(/Still loading/)).toBeVisible();
});

it("leads visitors to logging in where clips are for members", async () => {
  server.use(http.get(path, refuse(401, "unauthenticated")));
  await show();
  expect(await screen.findByText("Clips here are for members.")).toBeVisible();
  expect(screen.getAllByRole("link", { name: "Log in" })[0]).toHaveAttribute("href", "/log-in");
  expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
});

it("ends a list with a way on, and an empty one with another", async () => {
  const some = ofList(aVideo("v1"));
  await press("{ArrowDown}");
  expect(await screen.findByText("That was the last clip here.")).toBeVisible();
  expect(screen.getByRole("link", { name: "Find people" })).toBeVisible();
  some.unmount();
  ofList();
  expect(screen.getByText("Nothing yet.")).toBeVisible();
});

it("says once that everything new was seen, and goes on", async () => {
  const items = [anItem("v1"), anItem("v2", "again")];
  server.use(http.get(path, answer({ items, status: "caught_up" })));
  await show();
  await clip("Clip v1");
  await press("{ArrowDown}");
  await userEvent.click(await screen.findByRole("button", { name: "Watch again" }));
  await waitFor(async () => expect(await clip("Clip v2")).not.toHaveAttribute("inert"));
});

it("puts words where the clip being watched is taken away, and leads on", async () => {
  server.use(
    http.get(path, answer(page("more", "v1", "v2", "v3", "v4", "v5"))),
    http.get(
      "*/api/videos",
      answer({ items: ["v1", "v2", "v3", "v4", "v5"].map((id) => aVideo(id)) }),
    ),
  );
  const { store } = await show(aMe());
  await clip("Clip v1");
  act(() => void store.dispatch(firstPlayed()));
  await waitFor(() => expect(hubs.at(-1)?.state).toBe("Connected"));
  act(() => hubs.at(-1)?.say("feed:purge", { videoIds: ["v1"] }));
  expect(await screen.findByText("This clip is no longer available.")).toBeVisible();
  const feed = within(screen.getByRole("feed"));
  await userEvent.click(feed.getByRole("button", { name: "Next clip" }));
  await waitFor(async () => expect(await clip("Clip v2")).not.toHaveAttribute("inert"));
});

it("takes a clip out of sight that somebody wants less of, and goes back to it when that is undone", async () => {
  const done = () => new HttpResponse(null, { status: 204 });
  let body = answer(page("more", "v1", "v2", "v3", "v4", "v5"));
  server.use(
    http.get(path, () => body()),
    http.post("*/api/videos/v1/not-interested", () => {
      body = answer(page("more", "v2", "v3", "v4", "v5"));
      return done();
    }),
    http.delete("*/api/videos/v1/not-interested", done),
  );
  await show(aMe());
  await userEvent.click(within(await clip("Clip v1")).getByRole("button", { name: "More" }));
  await userEvent.click(await screen.findByRole("button", { name: "Not interested" }));
  await waitFor(async () => expect(await clip("Clip v2")).not.toHaveAttribute("inert"));
  const first = await clip("Clip v1");
  expect(within(first).getByText("You wanted less of this clip.")).toBeInTheDocument();
  expect(within(first).queryByRole("slider")).toBeNull();
  await userEvent.click(screen.getByText("Undo"));
  await waitFor(async () => expect(await clip("Clip v1")).not.toHaveAttribute("inert"));
  expect(within(await clip("Clip v1")).getByRole("slider")).toBeInTheDocument();
  expect(screen.getByText(/Taken back/)).toBeInTheDocument();
});

it("stays with the clip one has swiped on to before the answer came", async () => {
  let tell = () => undefined as void;
  server.use(
    http.get(path, answer(page("more", "v1", "v2", "v3", "v4", "v5"))),
    http.post("*/api/videos/v1/not-interested", async () => {
      await new Promise<void>((resolve) => (tell = resolve));
      return new HttpResponse(null, { status: 204 });
    }),
  );
  await show(aMe());
  await userEvent.click(within(await clip("Clip v1")).getByRole("button", { name: "More" }));
  await userEvent.click(await screen.findByRole("button", { name: "Not interested" }));
  // At once, in its place.
  expect(within(await clip("Clip v1")).getByText("You wanted less of this clip.")).toBeVisible();
  await press("{ArrowDown}");
  await waitFor(async () => expect(await clip("Clip v2")).not.toHaveAttribute("inert"));
  tell();
  expect(await screen.findByText("Undo")).toBeInTheDocument();
  expect(await clip("Clip v2")).not.toHaveAttribute("inert");
});

it("does not open over the next clip what was open over one that vanished", async () => {
  server.use(
    http.get(path, answer(page("more", "v1", "v2", "v3", "v4", "v5"))),
    http.get("*/api/videos", answer({ items: ["v1", "v2", "v3"].map((id) => aVideo(id)) })),
  );
  const { store } = await show(aMe());
  await userEvent.click(within(await clip("Clip v1")).getByRole("button", { name: "More" }));
  expect(await screen.findByRole("button", { name: "Not interested" })).toBeVisible();
  act(() => void store.dispatch(firstPlayed()));
  await waitFor(() => expect(hubs.at(-1)?.state).toBe("Connected"));
  act(() => hubs.at(-1)?.say("feed:purge", { videoIds: ["v1"] }));
  await screen.findByText("This clip is no longer available.");
  const feed = within(screen.getByRole("feed"));
  await userEvent.click(feed.getByRole("button", { name: "Next clip" }));
  await waitFor(async () => expect(await clip("Clip v2")).not.toHaveAttribute("inert"));
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("leaves wheel and arrow keys to a long text that was opened", async () => {
  const text = "Word ".repeat(400);
  ofList(aVideo("v1", { description: text }), aVideo("v2"));
  const first = await clip("Clip v1");
  await userEvent.click(within(first).getByText("More"));
  const box = within(first).getByText(/^Word/).closest<HTMLElement>("[tabindex='0']")!;
  vi.spyOn(box, "scrollHeight", "get").mockReturnValue(900);
  const turn = () => fireEvent.wheel(box, { deltaY: 120 });
  expect(turn()).toBe(true);
  box.focus();
  await press("{ArrowDown}");
  expect(first).not.toHaveAttribute("inert");
  // Short enough to stand whole, it is the feed's again.
  vi.spyOn(box, "scrollHeight", "get").mockReturnValue(0);
  expect(turn()).toBe(false);
});

describe("what it asks", () => {
  const newcomer = { ...aMe(), onboarded: false };
  const ids = ["v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8"];
  beforeEach(() => server.use(http.get(path, answer(page("more", ...ids)))));

  it("takes a newcomer's topics, once", async () => {
    let sent: unknown;
    server.use(
      http.patch("*/api/users/me", answer(aMe())),
      http.put("*/api/feed/preferences", async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json(sent as object);
      }),
    );
    await show(newcomer);
    await userEvent.click(await screen.findByRole("button", { name: /tea/ }));
    await userEvent.click(screen.getByRole("button", { name: "Done" }));
    await waitFor(() => expect(sent).toMatchObject({ topics: { tea: expect.any(Number) } }));
    expect(screen.queryByRole("button", { name: "Done" })).toBeNull();
  });

  it("counts as answered only once the topics are kept", async () => {
    const sent: string[] = [];
    let keep = () => undefined as void;
    server.use(
      http.patch("*/api/users/me", () => {
        sent.push("onboarded");
        return HttpResponse.json(aMe());
      }),
      http.put("*/api/feed/preferences", async () => {
        sent.push("topics");
        await new Promise<void>((resolve) => (keep = resolve));
        return HttpResponse.json({});
      }),
    );
    await show(newcomer);
    await userEvent.click(await screen.findByRole("button", { name: /tea/ }));
    await userEvent.click(screen.getByRole("button", { name: "Done" }));
    await waitFor(() => expect(sent).toEqual(["topics"]));
    keep();
    await waitFor(() => expect(sent).toEqual(["topics", "onboarded"]));
  });

  it.each([
    ["there is no topic", answer(listOf())],
    ["topics do not load", refuse(503, "unavailable")],
  ])("leaves a newcomer to the clip where %s", async (_, topics) => {
    let asked = 0;
    server.use(
      http.get("*/api/tags/trending", () => {
        asked += 1;
        return topics();
      }),
    );
    await show(newcomer);
    await waitFor(() => expect(asked).toBe(1));
    expect(await clip("Clip v1")).toBeVisible();
    expect(screen.queryByRole("complementary", { name: "Topics" })).toBeNull();
  });

  it("asks a visitor after some clips whether it may learn, and says when that is not kept", async () => {
    server.use(http.put("*/api/feed/preferences", refuse(503, "unavailable")));
    await show();
    await clip("Clip v1");
    for (let clips = 0; clips < 2; clips++) await press("{ArrowDown}");
    expect(screen.queryByText(/May this feed learn/)).toBeNull();
    await press("{ArrowDown}");
    await userEvent.click(await screen.findByRole("button", { name: "Learn from it" }));
    expect(await screen.findByText("No: unavailable.")).toBeInTheDocument();
    expect(localStorage.getItem("zt.learn")).toBeNull();
  });
});
