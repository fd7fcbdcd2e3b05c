"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { get } from "@/lib/api/client";
import type { Video } from "@/lib/api/types";
import { useLive } from "@/lib/live/live";
import { useAppStore } from "@/lib/store/hooks";
import { videosRead } from "@/lib/store/overlay-slice";
import { watches } from "@/lib/watches";
import { listed } from "./feed-cards";
import type { FeedSource } from "./feed-source";
import { type FeedAnswer, type FeedStart, createFeedStore } from "./feed-store";

/** The feed of this screen, kept while the screen is. */
export function useFeedStore(source: FeedSource, start: FeedStart, lead?: Video) {
  const redux = useAppStore();
  const [store] = useState(() =>
    createFeedStore({
      source,
      start,
      lead: lead ? [listed(lead)] : undefined,
      fetchPage: (path) => get<FeedAnswer>(path),
      beforeFetch: () => watches.flush(),
      received: (videos) => {
        if (typeof window !== "undefined") redux.dispatch(videosRead(videos));
      },
    }),
  );
  const snapshot = useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot);

  useLive("feed:purge", (what) => store.purge(what));

  useEffect(() => {
    const onOnline = () => {
      if (store.getSnapshot().problem) void store.loadMore();
    };
    window.addEventListener("online", onOnline);
    return () => window.removeEventListener("online", onOnline);
  }, [store]);

  return { store, snapshot };
}
