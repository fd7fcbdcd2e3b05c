import { renderHook } from "@testing-library/react";
import { useMountedRange } from "./use-mounted-range";

interface Moved {
  active: number;
  start?: number;
  count?: number;
}

const ranges = (first: number, given: { count?: number; settled?: boolean } = {}) => {
  const seen: string[] = [];
  const view = renderHook(
    (props: Moved) => {
      const mounting = { start: 0, count: 100, settled: true, ...given, ...props };
      const { lowest, end } = useMountedRange(mounting);
      seen.push(`${lowest}-${end - 1}`);
      return { lowest, end };
    },
    { initialProps: { active: first } as Moved },
  );
  return { ...view, seen };
};

it("mounts seven cards around the watched one, never without its neighbours", () => {
  const { result, rerender } = ranges(10);
  for (const active of [10, 11, 12, 13, 14, 13, 12, 11, 10, 9]) {
    rerender({ active });
    const { lowest, end } = result.current;
    expect(end - lowest).toBe(7);
    expect(lowest).toBeLessThan(active);
    expect(end - 1).toBeGreaterThan(active);
  }
});

it("mounts nothing for a swipe to the second of a pair", () => {
  const { rerender, seen } = ranges(10);
  rerender({ active: 11 });
  expect(new Set(seen)).toEqual(new Set(["8-14"]));
});

it("draws a swipe among what is there, and only then what is new", () => {
  const { rerender, seen } = ranges(10);
  rerender({ active: 12 });
  expect([...new Set(seen)]).toEqual(["8-14", "10-16"]);
});

it("is where a jump leads at once", () => {
  const { rerender, seen } = ranges(10);
  rerender({ active: 40 });
  expect([...new Set(seen)]).toEqual(["8-14", "38-44"]);
});

it("keeps to the neighbours until the first clip plays", () => {
  const { result } = ranges(10, { settled: false });
  expect(result.current).toEqual({ lowest: 9, end: 12 });
});

it("begins with the first card", () => {
  expect(ranges(0).result.current.lowest).toBe(0);
  expect(ranges(0, { settled: false }).result.current).toEqual({ lowest: 0, end: 2 });
});

it("draws what an answer brings in pieces, never what is watched", () => {
  const { rerender, seen } = ranges(0, { count: 1 });
  rerender({ active: 0, count: 9 });
  expect([...new Set(seen)]).toEqual(["0-0", "0-4"]);
});

it("is at once where the tail was looked at", () => {
  const { rerender, seen } = ranges(1, { count: 1 });
  rerender({ active: 1, count: 9 });
  expect([...new Set(seen)]).toEqual(["0-0", "0-1", "0-4"]);
});

it("keeps what is mounted when clips are put above", () => {
  const { rerender, seen } = ranges(2, { count: 5 });
  rerender({ active: 12, start: 10, count: 15 });
  expect(seen.at(-1)).toBe("10-14");
  expect(new Set(seen)).toEqual(new Set(["0-4", "10-14"]));
});
