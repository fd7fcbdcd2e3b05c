import { renderHook } from "@testing-library/react";
import { useMountedRange } from "./use-mounted-range";

const ranges = (first: number, settled = true) => {
  const seen: string[] = [];
  const view = renderHook(
    ({ active }) => {
      const { lowest, end } = useMountedRange(active, settled);
      seen.push(`${lowest}-${end - 1}`);
      return { lowest, end };
    },
    { initialProps: { active: first } },
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
  const { result } = ranges(10, false);
  expect(result.current).toEqual({ lowest: 9, end: 12 });
});

it("begins with the first card", () => {
  expect(ranges(0).result.current.lowest).toBe(0);
  expect(ranges(0, false).result.current).toEqual({ lowest: 0, end: 2 });
});
