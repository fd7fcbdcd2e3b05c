import type { HubConnection } from "@microsoft/signalr";
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
 * of is kept here and sent again after every connect, followed by `resumed` so they refetch.
 */
export function createLiveConnection() {
  const handlers = new Map<LiveEvent, Set<(payload: never) => void>>();
  const resumed = new Set<() => void>();
  const videos = new Map<symbol, readonly string[]>();
  const people = new Map<symbol, readonly string[]>();
  let connection: HubConnection | null = null;
  let running = false;
  /** Counts what starts, restarts and stops: whoever is not the last of them opens nothing more. */
  let turn = 0;
  let flushing: ReturnType<typeof setTimeout> | undefined;
  let sentVideos = "";
  let sentPeople = "";

  function emit<E extends LiveEvent>(event: E, payload: LiveEvents[E]): void {
    for (const handler of handlers.get(event) ?? []) (handler as Handler<E>)(payload);
  }

  function flush(): void {
    if (connection?.state !== "Connected") return;
    // The newest screen comes last in the map and must not be cut off.
    const ids = [...new Set([...videos.values()].reverse().flat())].slice(0, maxVideos);
    const names = [...new Set([...people.values()].reverse().flat())].slice(0, maxPeople);
    // An answer that fails to come is a connection lost: the next one hears it all.
    const lost = () => undefined;
    if (ids.join() !== sentVideos) {
      sentVideos = ids.join();
      connection
        .invoke<LiveEvents["video:stats"][] | null>("SetVideos", ids)
        .then((stats) => stats?.forEach((item) => emit("video:stats", item)), lost);
    }
    if (names.join() !== sentPeople) {
      sentPeople = names.join();
      connection.invoke("SetPresence", names).catch(lost);
    }
  }

  function flushSoon(): void {
    clearTimeout(flushing);
    flushing = setTimeout(flush, 120);
  }

  /**
   * A new connection knows of no screen yet; and something may have been said while there was none,
   * also between the page the server drew and the first connection.
   */
  function catchUp(): void {
    sentVideos = sentPeople = "";
    flush();
    for (const callback of resumed) callback();
  }

  async function load(): Promise<HubConnection> {
    const { HubConnectionBuilder, LogLevel } = await import("@microsoft/signalr");
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
    hub.onreconnected(catchUp);
    return hub;
  }

  async function close(): Promise<void> {
    clearTimeout(flushing);
    const hub = connection;
    connection = null;
    // One that cannot even be stopped is gone as well.
    await hub?.stop().catch(() => undefined);
  }

  /** Ends the connection there is and opens another, for as long as it takes. */
  async function open(): Promise<void> {
    const mine = ++turn;
    await close();
    for (let attempt = 0; mine === turn; attempt++) {
      try {
        const hub = connection ?? (await load());
        if (mine !== turn) return;
        connection = hub;
        await hub.start();
        catchUp();
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
      if (running) return;
      running = true;
      void open();
    },
    /** The viewer changed: the next connection carries the new cookie. */
    restart(): void {
      if (running) void open();
    },
    stop(): void {
      running = false;
      turn += 1;
      void close();
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
