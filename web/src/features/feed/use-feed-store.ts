"use client";

import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { get } from "@/lib/api/client";
import type { Page, Video } from "@/lib/api/types";
import { useLive } from "@/lib/live/live";
import { useAppStore, useMe } from "@/lib/store/hooks";
import { videosRead } from "@/lib/store/overlay-slice";
import { watches } from "@/lib/watches";
import { listed } from "./feed-cards";
import type { FeedSource } from "./feed-source";
import { type FeedAnswer, type FeedStart, createFeedStore } from "./feed-store";

/** The gateway gives at most this many by id. */
const maxRenewed = 50;

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
      received: (videos) => redux.dispatch(videosRead(videos)),
    }),
  );
  const snapshot = useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot);

  useLive("feed:purge", (what) => store.purge(what));

  const viewer = useMe()?.id ?? null;
  const knownTo = useRef(viewer);
  useEffect(() => {
    if (viewer === knownTo.current) return;
    knownTo.current = viewer;
    const { cards, active } = store.getSnapshot();
    const ids = cards
      .slice(Math.max(0, active - 5))
      .flatMap((card) => (card.kind === "clip" && !card.gone ? [card.video.id] : []))
      .slice(0, maxRenewed);
    if (ids.length === 0) return;
    get<Page<Video>>(`/videos?ids=${ids.join(",")}`)
      .then(({ items }) => store.renew(items))
      // The clips stay as they were; each act still gets the server's own answer.
      .catch(() => undefined);
  }, [viewer, store]);

  useEffect(() => {
    const onOnline = () => {
      if (store.getSnapshot().problem) void store.loadMore();
    };
    window.addEventListener("online", onOnline);
    return () => window.removeEventListener("online", onOnline);
  }, [store]);

  return { store, snapshot };
}
