import type { HubConnection } from "@microsoft/signalr";
import type { VideoStats } from "@/lib/api/types";
import { type LiveEvent, type LiveEvents, liveEvents } from "./live-events";

type Handler<E extends LiveEvent> = (payload: LiveEvents[E]) => void;

/** The hub takes at most ten videos and a hundred people (api.md). */
const maxVideos = 10;
const maxPeople = 100;

/** First tries follow quickly, later ones spread out so that a restart is not a stampede. */
function backoff(attempt: number): number {
  return Math.min(30_000, 500 * 2 ** attempt) * (0.5 + Math.random() / 2);
}

export type LiveConnection = ReturnType<typeof createLiveConnection>;

/**
 * The one live connection of a tab. SignalR is loaded on first `start`; what screens want to hear
 * of is kept here and sent again after every reconnect, followed by `resumed` so they refetch.
 */
export function createLiveConnection() {
  const handlers = new Map<LiveEvent, Set<(payload: never) => void>>();
  const resumed = new Set<() => void>();
  const videos = new Map<symbol, readonly string[]>();
  const people = new Map<symbol, readonly string[]>();
  let connection: HubConnection | null = null;
  let generation = 0;
  let flushing: ReturnType<typeof setTimeout> | undefined;
  let sentVideos = "";
  let sentPeople = "";

  function emit<E extends LiveEvent>(event: E, payload: LiveEvents[E]): void {
    for (const handler of handlers.get(event) ?? []) (handler as Handler<E>)(payload);
  }

  async function flush(): Promise<void> {
    if (connection?.state !== "Connected") return;
    // The newest screen comes last in the map and must not be cut off.
    const ids = [...new Set([...videos.values()].reverse().flat())].slice(0, maxVideos);
    const names = [...new Set([...people.values()].reverse().flat())].slice(0, maxPeople);
    if (ids.join() !== sentVideos) {
      sentVideos = ids.join();
      const stats = await connection
        .invoke<({ videoId: string } & VideoStats)[] | null>("SetVideos", ids)
        .catch(() => null);
      for (const item of stats ?? []) emit("video:stats", item);
    }
    if (names.join() !== sentPeople) {
      sentPeople = names.join();
      await connection.invoke("SetPresence", names).catch(() => undefined);
    }
  }

  function flushSoon(): void {
    clearTimeout(flushing);
    flushing = setTimeout(() => void flush(), 120);
  }

  async function open(mine: number): Promise<void> {
    const { HubConnectionBuilder, LogLevel } = await import("@microsoft/signalr");
    if (mine !== generation) return;
    const hub = new HubConnectionBuilder()
      .withUrl("/live")
      .withAutomaticReconnect({
        nextRetryDelayInMilliseconds: ({ previousRetryCount }) => backoff(previousRetryCount),
      })
      .configureLogging(LogLevel.None)
      .build();
    for (const event of liveEvents) {
      hub.on(event, (payload: never) => emit(event, payload));
    }
    hub.onreconnected(() => {
      sentVideos = sentPeople = "";
      void flush();
      for (const callback of resumed) callback();
    });
    connection = hub;
    for (let attempt = 0; mine === generation; attempt++) {
      try {
        await hub.start();
        sentVideos = sentPeople = "";
        await flush();
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, backoff(attempt)));
      }
    }
  }

  function register(set: Map<symbol, readonly string[]>, values: readonly string[]): () => void {
    const token = Symbol();
    set.set(token, values);
    flushSoon();
    return () => {
      set.delete(token);
      flushSoon();
    };
  }

  return {
    start(): void {
      if (connection || generation > 0) return;
      generation = 1;
      void open(generation);
    },
    /** The viewer changed: the next connection carries the new cookie. */
    async restart(): Promise<void> {
      if (generation === 0) return;
      generation += 1;
      const old = connection;
      connection = null;
      await old?.stop();
      await open(generation);
    },
    async stop(): Promise<void> {
      generation = 0;
      clearTimeout(flushing);
      const old = connection;
      connection = null;
      await old?.stop();
    },
    on<E extends LiveEvent>(event: E, handler: Handler<E>): () => void {
      const set = handlers.get(event) ?? new Set();
      handlers.set(event, set);
      set.add(handler as (payload: never) => void);
      return () => set.delete(handler as (payload: never) => void);
    },
    onResumed(callback: () => void): () => void {
      resumed.add(callback);
      return () => resumed.delete(callback);
    },
    watchVideos: (ids: readonly string[]) => register(videos, ids),
    watchPeople: (usernames: readonly string[]) => register(people, usernames),
  };
}
