import { ApiProblem } from "@/lib/api/problem";
import { createToggleQueue } from "./toggle-queue";

interface Sent {
  on: boolean;
  seq: number;
  answer: (value: boolean) => void;
  fail: (problem: ApiProblem) => void;
}

function start(viewer?: () => unknown) {
  const sent: Sent[] = [];
  const answered = vi.fn();
  const undone = vi.fn();
  const pause = vi.fn(() => Promise.resolve());
  const queue = createToggleQueue<boolean>({
    send: (_key, on, seq) =>
      new Promise((answer, fail) => {
        sent.push({ on, seq, answer, fail });
      }),
    answered,
    undone,
    pause,
    now: () => 1000,
    viewer,
  });
  return { queue, sent, answered, undone, pause };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));
const offline = new ApiProblem(0, "offline", "no answer");

it("sends one request for a tap and reports its answer as final", async () => {
  const { queue, sent, answered } = start();
  queue.tap("v", true, false);
  sent[0]!.answer(true);
  await settle();
  expect(sent).toHaveLength(1);
  expect(answered).toHaveBeenCalledExactlyOnceWith("v", true, true);
  expect(queue.busy("v")).toBe(false);
});

it("replaces the waiting tap by a newer one, never runs two requests of a key at once", async () => {
  const { queue, sent, answered } = start();
  queue.tap("v", true, false);
  queue.tap("v", false, true);
  queue.tap("v", true, false);
  queue.tap("v", false, true);
  expect(sent).toHaveLength(1);
  sent[0]!.answer(true);
  await settle();
  expect(answered).toHaveBeenLastCalledWith("v", true, false);
  expect(sent.map(({ on }) => on)).toEqual([true, false]);
  sent[1]!.answer(true);
  await settle();
  expect(sent).toHaveLength(2);
});

it("sends nothing more when the last tap is what the server already holds", async () => {
  const { queue, sent } = start();
  queue.tap("v", true, false);
  queue.tap("v", false, true);
  queue.tap("v", true, false);
  sent[0]!.answer(true);
  await settle();
  expect(sent).toHaveLength(1);
});

it("numbers later taps higher, so that a late retry loses", async () => {
  const { queue, sent } = start();
  queue.tap("v", true, false);
  queue.tap("v", false, true);
  sent[0]!.answer(true);
  await settle();
  expect(sent[1]!.seq).toBeGreaterThan(sent[0]!.seq);
});

it("retries when nothing answered, with the same number", async () => {
  const { queue, sent, undone, pause } = start();
  queue.tap("v", true, false);
  sent[0]!.fail(offline);
  await settle();
  expect(pause).toHaveBeenCalledOnce();
  expect(sent[1]).toMatchObject({ on: true, seq: sent[0]!.seq });
  sent[1]!.answer(true);
  await settle();
  expect(undone).not.toHaveBeenCalled();
});

it("tells the server of a tap back after a failure that may have arrived there", async () => {
  const { queue, sent } = start();
  queue.tap("v", true, false);
  queue.tap("v", false, true);
  sent[0]!.fail(offline);
  await settle();
  expect(sent.map(({ on }) => on)).toEqual([true, false]);
});

it("undoes the tap when the server refuses", async () => {
  const { queue, sent, undone } = start();
  queue.tap("v", true, false);
  const refusal = new ApiProblem(403, "forbidden", "no");
  sent[0]!.fail(refusal);
  await settle();
  expect(undone).toHaveBeenCalledExactlyOnceWith("v", refusal);
  expect(sent).toHaveLength(1);
});

it("undoes the tap after the last attempt", async () => {
  const { queue, sent, undone } = start();
  queue.tap("v", true, false);
  for (let attempt = 0; attempt < 6; attempt++) {
    sent[attempt]!.fail(offline);
    await settle();
  }
  expect(sent).toHaveLength(6);
  expect(undone).toHaveBeenCalledOnce();
});

it("undoes nothing while there is no line, however long", async () => {
  const { queue, sent, undone } = start();
  const online = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  queue.tap("v", true, false);
  for (let attempt = 0; attempt < 20; attempt++) {
    sent[attempt]!.fail(offline);
    await settle();
  }
  online.mockReturnValue(true);
  sent[20]!.answer(true);
  await settle();
  expect(undone).not.toHaveBeenCalled();
  expect(queue.busy("v")).toBe(false);
});

it("sends nothing that somebody before tapped, and hears no answer to it", async () => {
  let viewer = "ana";
  const { queue, sent, answered, undone } = start(() => viewer);
  queue.tap("v", true, false);
  queue.tap("w", true, false);
  viewer = "ben";
  queue.tap("v", false, true);
  expect(sent.map(({ on }) => on)).toEqual([true, true, false]);
  sent[0]!.answer(true);
  sent[1]!.fail(offline);
  sent[2]!.answer(false);
  await settle();
  expect(answered).toHaveBeenCalledExactlyOnceWith("v", false, true);
  expect(undone).not.toHaveBeenCalled();
  expect(sent).toHaveLength(3);
});
