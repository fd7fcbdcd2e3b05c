import { createWatchPlay } from "./watch-play";

const play = () =>
  createWatchPlay({ videoId: "v", playId: "p", durationMs: 4_000, source: "for_you" });

function run(watching: ReturnType<typeof play>, from: number, to: number) {
  for (let at = from; at <= to; at += 250) watching.tick(at);
}

it("counts watched time and ranges", () => {
  const watching = play();
  run(watching, 0, 2_000);
  expect(watching.snapshot()).toMatchObject({
    watchedMs: 2_000,
    ranges: [[0, 2_000]],
    loops: 0,
    completed: false,
  });
});

it("counts a loop as completed and its tail as watched", () => {
  const watching = play();
  run(watching, 0, 3_750);
  watching.tick(100);
  expect(watching.snapshot()).toMatchObject({ watchedMs: 4_100, loops: 1, completed: true });
  expect(watching.snapshot().ranges).toEqual([[0, 4_000]]);
});

it("counts from the clip's first moment to its last, though the clock is heard later and not so far", () => {
  const watching = play();
  run(watching, 240, 3_740);
  expect(watching.snapshot()).toMatchObject({
    watchedMs: 3_740,
    ranges: [[0, 4_000]],
    completed: true,
  });
});

it("does not count what was skipped", () => {
  const watching = play();
  run(watching, 0, 500);
  watching.seeked(3_000);
  run(watching, 3_000, 3_500);
  expect(watching.snapshot()).toMatchObject({
    watchedMs: 1_000,
    ranges: [
      [0, 500],
      [3_000, 3_500],
    ],
  });
});

it("is completed at the last frame the clock reports", () => {
  const watching = play();
  run(watching, 0, 3_750);
  expect(watching.snapshot().completed).toBe(true);
});

it("keeps the first first frame and counts stalls", () => {
  const watching = play();
  watching.firstFrame(120.4);
  watching.firstFrame(900);
  watching.stalled();
  expect(watching.snapshot()).toMatchObject({ firstFrameMs: 120, stalls: 1 });
});
