import type { Watch, WatchSource } from "@/lib/api/types";

interface PlayOf {
  videoId: string;
  impressionId?: string;
  playId: string;
  durationMs: number;
  source: WatchSource;
}

/** Larger jumps of the clock are seeks or loops, not watching. */
const maxTickMs = 1_500;
/** Reached when this much of the clip is left: players rarely report the very last frame. */
const endSlackMs = 350;
const maxRanges = 20;

function merge(ranges: [number, number][]): [number, number][] {
  const merged: [number, number][] = [];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && start <= last[1] + 250) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged.slice(0, maxRanges);
}

export type WatchPlay = ReturnType<typeof createWatchPlay>;

/** What one play of one clip amounts to, fed by the player's clock four times a second. */
export function createWatchPlay(of: PlayOf) {
  let watchedMs = 0;
  let loops = 0;
  let completed = false;
  let stalls = 0;
  let firstFrameMs: number | undefined;
  let ranges: [number, number][] = [];
  let at: number | null = null;

  return {
    tick(positionMs: number): void {
      // A play begins at the clip's beginning; the clock is first heard a little later.
      at ??= positionMs <= maxTickMs ? 0 : null;
      if (at !== null) {
        const step = positionMs - at;
        if (step > 0 && step <= maxTickMs) {
          watchedMs += step;
          const last = ranges.at(-1);
          if (last && last[1] === at) last[1] = positionMs;
          else ranges.push([at, positionMs]);
        } else if (step < 0 && at >= of.durationMs - maxTickMs && positionMs <= maxTickMs) {
          // The clip began again by itself: its tail and its first moments were watched too.
          loops += 1;
          completed = true;
          watchedMs += Math.max(0, of.durationMs - at) + positionMs;
          ranges = merge([...ranges, [at, of.durationMs], [0, positionMs]]);
        }
      }
      at = positionMs;
      if (positionMs >= of.durationMs - endSlackMs && watchedMs > 0) completed = true;
    },
    /** The viewer moved the clock: what lies between was not watched. */
    seeked(positionMs: number): void {
      at = positionMs;
    },
    stalled(): void {
      stalls += 1;
    },
    firstFrame(ms: number): void {
      firstFrameMs ??= Math.round(ms);
    },
    get stalls() {
      return stalls;
    },
    get watchedMs() {
      return watchedMs;
    },
    snapshot(): Watch {
      return {
        videoId: of.videoId,
        impressionId: of.impressionId,
        playId: of.playId,
        watchedMs: Math.round(watchedMs),
        ranges: merge(ranges).map(([start, end]) => [
          Math.round(start),
          Math.round(end >= of.durationMs - endSlackMs ? of.durationMs : end),
        ]),
        loops,
        completed,
        firstFrameMs,
        stalls,
        source: of.source,
      };
    },
  };
}
