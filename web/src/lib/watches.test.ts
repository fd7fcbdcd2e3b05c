import type { Watch } from "@/lib/api/types";
import { createWatchQueue } from "./watches";

const watch = (playId: string, watchedMs = 1000): Watch => ({
  videoId: "v",
  playId,
  watchedMs,
  loops: 0,
  completed: false,
  source: "for_you",
});

function start(send: (items: Watch[]) => Promise<unknown> = () => Promise.resolve()) {
  const sent: Watch[][] = [];
  const beaconed: Watch[][] = [];
  const queue = createWatchQueue({
    send: (items) => {
      sent.push(items);
      return send(items);
    },
    beacon: (items) => beaconed.push(items) > 0,
  });
  return { queue, sent, beaconed };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("collects for a moment, then sends one batch with the largest report of each play", async () => {
  const { queue, sent } = start();
  queue.report(watch("a", 1000));
  queue.report(watch("b", 500));
  queue.report(watch("a", 4000));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(sent).toHaveLength(1);
  expect(sent[0]!.map(({ playId, watchedMs }) => [playId, watchedMs])).toEqual([
    ["a", 4000],
    ["b", 500],
  ]);
});

it("splits what the gateway would refuse as too many", async () => {
  const { queue, sent } = start();
  for (let index = 0; index < 120; index++) queue.report(watch(`p${index}`));
  await queue.flush();
  expect(sent.map((batch) => batch.length)).toEqual([50, 50, 20]);
});

it("keeps a batch that did not arrive, and prefers a newer report of the same play", async () => {
  let fail: (reason: Error) => void = () => undefined;
  let failing = true;
  const { queue, sent } = start(() =>
    failing ? new Promise((_, reject) => (fail = reject)) : Promise.resolve(),
  );
  queue.report(watch("a", 1000));
  const first = queue.flush();
  queue.report(watch("a", 3000));
  fail(new Error("offline"));
  await first;
  expect(queue.waiting).toBe(1);
  failing = false;
  await queue.flush();
  expect(sent.at(-1)![0]!.watchedMs).toBe(3000);
  expect(queue.waiting).toBe(0);
});

it("hands everything to a beacon when the page goes away", () => {
  const { queue, sent, beaconed } = start();
  queue.report(watch("a"));
  queue.leave();
  expect(beaconed).toHaveLength(1);
  expect(sent).toHaveLength(0);
});

it("says nothing of a clip that was only passed", () => {
  const { queue } = start();
  queue.report(watch("a", 0));
  expect(queue.waiting).toBe(0);
});
