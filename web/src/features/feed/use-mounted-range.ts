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

interface Mounting {
  active: number;
  /** Where the clip stands that one came in with: what is put above it moves everything down. */
  start: number;
  /** Cards there are. */
  count: number;
  /** False until the first clip plays: only its neighbours are there then, and cost their part. */
  settled: boolean;
}

/**
 * Which cards are mounted around the watched one. A swipe itself mounts none: it only gives other roles to those that
 * are there. Their places move two swipes at a time, drawn in pieces between frames, as is what an answer brings.
 */
export function useMountedRange({ active, start, count, settled }: Mounting): Range {
  const pair = active - (active % 2);
  const end = Math.min(count, pair + below + 1);
  const drawn = useDeferredValue(pair);
  const drawnEnd = start + useDeferredValue(end - start);
  if (!settled) return range(active - beside, Math.min(count, active + beside + 1));
  // A jump is drawn at once, and so is the watched card where an answer put it in the place of the tail.
  const covered = active - beside >= drawn - above && active + beside <= drawn + below;
  if (!covered) return range(pair - above, end);
  return range(drawn - above, Math.max(drawnEnd, Math.min(count, active + 1)));
}

function range(lowest: number, end: number): Range {
  return { lowest: Math.max(0, lowest), end };
}
