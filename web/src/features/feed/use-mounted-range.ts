import { useDeferredValue } from "react";

/** Cards mounted before and after a pair of cards either of which is watched: seven in all, with the first of the pair. */
const above = 2;
const below = 4;
/** What is shown beside the watched card at the very least, at once. */
const beside = 1;

interface Range {
  lowest: number;
  /** Exclusive. */
  end: number;
}

/**
 * Which cards are mounted around the watched one. A swipe itself mounts none: it only gives other roles to those that
 * are there. Their places move two swipes at a time, drawn in pieces between frames.
 * @param settled False until the first clip plays: only its neighbours are there then, and cost their part.
 */
export function useMountedRange(active: number, settled: boolean): Range {
  const pair = active - (active % 2);
  const drawn = useDeferredValue(pair);
  if (!settled) return { lowest: Math.max(0, active - beside), end: active + beside + 1 };
  const covered = active - beside >= drawn - above && active + beside <= drawn + below;
  // A jump is drawn at once.
  const from = covered ? drawn : pair;
  return { lowest: Math.max(0, from - above), end: from + below + 1 };
}
