import { gateway } from "@/lib/api/gateway";
import type { Watch } from "@/lib/api/types";

/** The gateway takes at most this many a call. */
const maxBatch = 50;
const delayMs = 2_000;
/** Watches are hints: after a long outage the oldest are let go. */
const maxWaiting = 500;

interface WatchQueueOptions {
  send: (items: Watch[]) => Promise<unknown>;
  beacon: (items: Watch[]) => boolean;
}

export type WatchQueue = ReturnType<typeof createWatchQueue>;

/** Collects watches; the same play reported again replaces its earlier, smaller figures. */
export function createWatchQueue({ send, beacon }: WatchQueueOptions) {
  const waiting = new Map<string, Watch>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending: Promise<void> | null = null;

  function takeBatch(): Watch[] {
    const batch = [...waiting.values()].slice(0, maxBatch);
    for (const { playId } of batch) waiting.delete(playId);
    return batch;
  }

  function giveBack(batch: Watch[]): void {
    for (const watch of batch) {
      if (!waiting.has(watch.playId)) waiting.set(watch.playId, watch);
    }
    while (waiting.size > maxWaiting) {
      const oldest = waiting.keys().next().value;
      if (oldest === undefined) return;
      waiting.delete(oldest);
    }
  }

  async function sendAll(): Promise<void> {
    while (waiting.size > 0) {
      const batch = takeBatch();
      try {
        await send(batch);
      } catch {
        giveBack(batch);
        return;
      }
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    sending ??= sendAll().finally(() => {
      sending = null;
    });
    return sending;
  }

  return {
    report(watch: Watch): void {
      if (watch.watchedMs <= 0) return;
      waiting.set(watch.playId, watch);
      timer ??= setTimeout(() => void flush(), delayMs);
    },
    flush,
    /** The page is going away: only a beacon still arrives. */
    leave(): void {
      while (waiting.size > 0) {
        const batch = takeBatch();
        if (!beacon(batch)) {
          giveBack(batch);
          return;
        }
      }
    },
    get waiting() {
      return waiting.size;
    },
  };
}

export const watches = createWatchQueue({
  send: (items) => gateway.post("/watches", { body: { items } }),
  beacon: (items) =>
    navigator.sendBeacon(
      "/api/watches",
      new Blob([JSON.stringify({ items })], { type: "application/json" }),
    ),
});
