import { anItem, aVideo } from "@/test/fixtures";
import { type Card, append, holding, purge, replaceAfter, step } from "./feed-cards";

const page = (...ids: string[]) => ({
  items: ids.map((id) => anItem(id)),
  status: "more" as const,
});
const ids = (cards: Card[]) =>
  cards.map((card) => (card.kind === "clip" ? card.video.id : card.kind));

it("replaces everything after the playing clip and keeps what came before", () => {
  const first = replaceAfter([], 0, page("a", "b", "c", "d"));
  expect(ids(replaceAfter(first, 1, page("d", "x")))).toEqual(["a", "b", "d", "x"]);
});

it("keeps the next clip, which is loaded, where it stands while the answer still has it", () => {
  const first = replaceAfter([], 0, page("a", "b", "c", "d"));
  expect(ids(replaceAfter(first, 1, page("d", "x", "c")))).toEqual(["a", "b", "c", "d", "x"]);
});

it("drops clips that were played while the answer was on its way", () => {
  const first = replaceAfter([], 0, page("a", "b", "c"));
  expect(ids(replaceAfter(first, 2, page("b", "c", "d")))).toEqual(["a", "b", "c", "d"]);
});

it("keeps the identity of a held clip, so that its player is not thrown away", () => {
  const first = replaceAfter([], 0, page("a", "b"));
  const next = replaceAfter(first, 0, page("b", "c"));
  expect(next[1]!.key).toBe(first[1]!.key);
});

it("drops doubles by clip, also under another impression", () => {
  const answer = page("a", "b");
  answer.items.push({ ...anItem("a"), impressionId: "other" });
  expect(ids(replaceAfter([], 0, answer))).toEqual(["a", "b"]);
});

it("names only unplayed impressions as held", () => {
  const cards = replaceAfter([], 0, page("a", "b", "c"));
  expect(holding(cards, 0)).toEqual(["i-b", "i-c"]);
  expect(holding(cards, 2)).toEqual([]);
});

it("says once that everything is seen, before the first clip shown again", () => {
  const start = replaceAfter([], 0, page("a", "b"));
  const again = { ...anItem("a", "again"), impressionId: "again-a" };
  const more = replaceAfter(start, 1, { items: [again], status: "caught_up" });
  expect(ids(more)).toEqual(["a", "b", "caught-up", "a"]);
  const later = { ...anItem("b", "again"), impressionId: "again-b" };
  expect(ids(replaceAfter(more, 3, { items: [later], status: "caught_up" }))).toEqual([
    "a",
    "b",
    "caught-up",
    "a",
    "b",
  ]);
});

it("opens with clips, not with a card, when everything has been seen before", () => {
  const cards = replaceAfter([], 0, { items: [anItem("a", "again")], status: "caught_up" });
  expect(ids(cards)).toEqual(["a"]);
});

it("goes on with clips passed too quickly to count, when the server has nothing else", () => {
  const start = replaceAfter([], 0, page("a", "b", "c"));
  const answer = page("a", "c", "b");
  for (const item of answer.items) item.impressionId += "-2";
  expect(ids(replaceAfter(start, 2, answer))).toEqual(["a", "b", "c", "a", "c", "b"]);
});

it("never shows a clip right after itself", () => {
  const start = replaceAfter([], 0, page("a"));
  const again = { ...anItem("a", "again"), impressionId: "again-a" };
  expect(ids(replaceAfter(start, 0, { items: [again], status: "caught_up" }))).toEqual(["a"]);
});

it("appends a list's page without doubles, videos and items alike", () => {
  const cards = append(append([], [aVideo("a")]), [aVideo("a"), aVideo("b"), anItem("b")]);
  expect(ids(cards)).toEqual(["a", "b"]);
});

it("turns a vanished clip into a card where it stands and removes it where it was to come", () => {
  const cards = replaceAfter([], 0, page("a", "b", "c"));
  const purged = purge(cards, 1, { videoIds: ["b", "c"] });
  expect(ids(purged)).toEqual(["a", "b"]);
  expect(purged[1]).toMatchObject({ gone: true });
  expect(purge(cards, 0, { usernames: ["Ana"] })).toHaveLength(1);
});

it("steps over what vanished and stops at the ends", () => {
  const cards = purge(replaceAfter([], 0, page("a", "b", "c")), 2, { videoIds: ["b"] });
  expect(step(cards, 0, 1)).toBe(2);
  expect(step(cards, 2, -1)).toBe(0);
  expect(step(cards, 2, 1)).toBeNull();
  expect(step(cards, 0, -1)).toBeNull();
});
