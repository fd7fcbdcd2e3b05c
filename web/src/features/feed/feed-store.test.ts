import { ApiProblem } from "@/lib/api/problem";
import type { ForYouPage } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { aVideo, anItem } from "@/test/fixtures";
import { listed } from "./feed-cards";
import type { FeedSource } from "./feed-source";
import { type FeedAnswer, type FeedStart, createFeedStore } from "./feed-store";

const forYou = (status: ForYouPage["status"], ...ids: string[]): ForYouPage => ({
  items: ids.map((id) => anItem(id)),
  status,
});
const settle = () => new Promise((resolve) => setTimeout(resolve));

const ofAna = (around: string) =>
  url("/users/{username}/videos", { path: { username: "ana" }, query: { around } });

function start(answers: (FeedAnswer | Error)[], from: FeedStart, source: FeedSource) {
  const asked: string[] = [];
  const beforeFetch = vi.fn(() => Promise.resolve());
  const store = createFeedStore({
    source,
    start: from,
    fetchPage: (path) => {
      asked.push(path);
      const answer = answers.shift();
      if (!answer) throw new Error("asked too often");
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    beforeFetch,
  });
  return { store, asked, beforeFetch };
}

const opened = (...ids: string[]): FeedStart => ({ answer: forYou("more", ...ids), problem: null });

it("asks for more before the end, holding what is unplayed, after sending the watches", async () => {
  const { store, asked, beforeFetch } = start(
    [forYou("more", "e", "f")],
    opened("a", "b", "c", "d", "e"),
    { kind: "for-you" },
  );
  store.activate(0);
  expect(asked).toEqual([]);
  store.activate(1);
  await settle();
  expect(asked).toEqual(["/feed/for-you?limit=8&holding=i-c%2Ci-d%2Ci-e"]);
  expect(beforeFetch).toHaveBeenCalledOnce();
  const { cards } = store.getSnapshot();
  expect(cards.map((card) => card.key)).toEqual(["i-a", "i-b", "i-e", "i-f"]);
});

it("asks again after four plays although enough is left, so that taste is felt soon", async () => {
  const many = Array.from({ length: 20 }, (_, index) => `v${index}`);
  const { store, asked } = start([forYou("more", "x")], opened(...many), { kind: "for-you" });
  for (const index of [0, 1, 2, 3]) store.activate(index);
  expect(asked).toHaveLength(0);
  store.activate(4);
  await settle();
  expect(asked).toHaveLength(1);
});

it("ends where more is promised but nothing of it can be shown", async () => {
  const { store } = start([forYou("more", "a")], opened("a"), { kind: "for-you" });
  store.activate(0);
  await settle();
  expect(store.getSnapshot()).toMatchObject({ loading: false, end: "caught_up" });
});

it("follows a cursor list over empty pages to its end", async () => {
  const { store, asked } = start(
    [
      { items: [], nextCursor: "two" },
      { items: [aVideo("z")], nextCursor: null },
    ],
    { answer: { items: [aVideo("a")], nextCursor: "one" }, problem: null },
    { kind: "list", path: ofAna("a"), watchSource: "profile" },
  );
  store.activate(0);
  await settle();
  expect(asked).toEqual([
    "/users/ana/videos?around=a&limit=8&cursor=one",
    "/users/ana/videos?around=a&limit=8&cursor=two",
  ]);
  expect(store.getSnapshot()).toMatchObject({ end: "end", loading: false });
  store.activate(1);
  expect(asked).toHaveLength(2);
});

it("tells an empty feed, a finished one and a caught-up one apart", () => {
  const end = (answer: FeedAnswer) =>
    start([], { answer, problem: null }, { kind: "for-you" }).store.getSnapshot().end;
  expect(end(forYou("empty"))).toBe("empty");
  expect(end(forYou("caught_up"))).toBe("caught_up");
  expect(end(forYou("caught_up", "a", "b"))).toBeNull();
  expect(end({ items: [], nextCursor: null })).toBe("end");
});

it("keeps the clips and the problem when a page fails, and goes on at the next try", async () => {
  const { store } = start(
    [new ApiProblem(503, "unavailable", "down"), forYou("more", "b", "c")],
    opened("a"),
    { kind: "for-you" },
  );
  store.activate(0);
  await settle();
  expect(store.getSnapshot()).toMatchObject({ loading: false, problem: { code: "unavailable" } });
  expect(store.getSnapshot().cards).toHaveLength(1);
  await store.loadMore();
  expect(store.getSnapshot().problem).toBeNull();
  expect(store.getSnapshot().cards).toHaveLength(3);
});

it("stands where one came from in the list, with what is before it above", async () => {
  const store = createFeedStore({
    source: { kind: "list", path: url("/users/me/saves"), watchSource: "saves", seek: true },
    start: { answer: null, problem: null },
    lead: [listed(aVideo("c"))],
    fetchPage: () =>
      Promise.resolve({ items: ["a", "b", "c", "d"].map((id) => aVideo(id)), nextCursor: null }),
    beforeFetch: () => Promise.resolve(),
  });
  store.activate(0);
  await settle();
  expect(store.getSnapshot()).toMatchObject({ active: 2, start: 2 });
  expect(store.getSnapshot().cards.map((card) => card.key)).toEqual(["a", "b", "c", "d"]);
});

it("reads a list that was entered in its middle upwards too, to its top", async () => {
  const pages: Record<string, FeedAnswer> = {
    "": { items: [aVideo("e"), aVideo("f")], nextCursor: null, prevCursor: "above-e" },
    "&cursor=above-e": { items: [], nextCursor: null, prevCursor: "above-d" },
    "&cursor=above-d": {
      items: [aVideo("c"), aVideo("d")],
      nextCursor: "x",
      prevCursor: "above-c",
    },
    "&cursor=above-c": { items: [aVideo("b")], nextCursor: "x" },
  };
  const asked: string[] = [];
  const path = ofAna("e");
  const store = createFeedStore({
    source: { kind: "list", path, watchSource: "profile" },
    start: { answer: null, problem: null },
    lead: [listed(aVideo("e"))],
    fetchPage: (of) => {
      const rest = of.slice(`${path}&limit=8`.length);
      asked.push(rest);
      const page = pages[rest];
      return page ? Promise.resolve(page) : Promise.reject(new Error(of));
    },
    beforeFetch: () => Promise.resolve(),
  });
  const shown = () => store.getSnapshot().cards.map((card) => card.key);
  store.activate(0);
  await settle();
  expect(shown()).toEqual(["c", "d", "e", "f"]);
  expect(store.getSnapshot()).toMatchObject({ active: 2, start: 2, end: "end" });
  store.activate(1);
  await settle();
  expect(shown()).toEqual(["b", "c", "d", "e", "f"]);
  expect(store.getSnapshot()).toMatchObject({ active: 2, start: 3 });
  store.activate(0);
  await settle();
  expect(asked).toEqual(["", "&cursor=above-e", "&cursor=above-d", "&cursor=above-c"]);
});

it("looks for the clip one came from in a list that knows no places", async () => {
  const pages = [["a", "b"], ["c", "d"], ["e"]];
  const asked: string[] = [];
  const store = createFeedStore({
    source: {
      kind: "list",
      path: url("/tags/{tag}/videos", { path: { tag: "sea" } }),
      watchSource: "tag",
      seek: true,
    },
    start: { answer: null, problem: null },
    lead: [listed(aVideo("c"))],
    fetchPage: (path) => {
      const ids = pages[asked.length] ?? [];
      asked.push(path);
      const nextCursor = asked.length < pages.length ? `${asked.length}` : null;
      return Promise.resolve({ items: ids.map((id) => aVideo(id)), nextCursor });
    },
    beforeFetch: () => Promise.resolve(),
  });
  store.activate(0);
  await settle();
  expect(asked).toEqual(["/tags/sea/videos?limit=50", "/tags/sea/videos?limit=50&cursor=1"]);
  expect(store.getSnapshot().cards.map((card) => card.key)).toEqual(["a", "b", "c", "d"]);
});

it("plays a list from its top when the clip one came from has left it", async () => {
  const store = createFeedStore({
    source: { kind: "list", path: url("/feed/latest"), watchSource: "latest", seek: true },
    start: { answer: null, problem: null },
    lead: [listed(aVideo("gone"))],
    fetchPage: (path) =>
      Promise.resolve(
        path.includes("cursor")
          ? { items: [aVideo("b")], nextCursor: null }
          : { items: [aVideo("a")], nextCursor: "two" },
      ),
    beforeFetch: () => Promise.resolve(),
  });
  store.activate(0);
  await settle();
  expect(store.getSnapshot().cards.map((card) => card.key)).toEqual(["gone", "a", "b"]);
});

it("puts what is loaded at the tail right where the viewer is", async () => {
  const { store } = start([forYou("more", "b", "c")], opened("a"), { kind: "for-you" });
  store.activate(1);
  expect(store.getSnapshot().cards[1]).toBeUndefined();
  await settle();
  const { cards, active } = store.getSnapshot();
  expect(cards[active]).toMatchObject({ key: "i-b" });
});

it("does not run two requests at once", async () => {
  const { store, asked } = start([forYou("more", "b")], opened("a"), { kind: "for-you" });
  void store.loadMore();
  void store.loadMore();
  await settle();
  expect(asked).toHaveLength(1);
});
