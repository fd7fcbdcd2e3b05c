import { createWheelGesture } from "./use-wheel-steps";

function feel(events: [at: number, delta: number][]): number[] {
  let now = 0;
  const gesture = createWheelGesture(() => now);
  return events.map(([at, delta]) => {
    now = at;
    return gesture(delta);
  });
}

const sum = (steps: number[]) => steps.reduce((total, step) => total + Math.abs(step), 0);

it("makes one step of a notch of a mouse wheel", () => {
  expect(feel([[0, 100]])).toEqual([1]);
  expect(feel([[0, -100]])).toEqual([-1]);
});

it("makes one step of a trackpad's push and its fading tail", () => {
  const tail = Array.from({ length: 40 }, (_, index): [number, number] => [
    index * 16,
    Math.max(1, 60 - index * 1.5),
  ]);
  expect(sum(feel(tail))).toBe(1);
});

it("makes two steps of two pushes apart, and none of a touch", () => {
  expect(
    sum(
      feel([
        [0, 100],
        [400, 100],
      ]),
    ),
  ).toBe(2);
  expect(
    sum(
      feel([
        [0, 5],
        [16, 5],
      ]),
    ),
  ).toBe(0);
});

it("feels a second push inside the tail of the first", () => {
  expect(
    sum(
      feel([
        [0, 50],
        [40, 20],
        [80, 10],
        [120, 8],
        [150, 120],
      ]),
    ),
  ).toBe(2);
});
