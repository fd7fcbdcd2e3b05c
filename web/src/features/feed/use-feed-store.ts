"use client";

import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { gateway } from "@/lib/api/gateway";
import type { FeedItem, Video } from "@/lib/api/types";
import { type Url, url } from "@/lib/api/url";
import { useLive, useLiveResumed } from "@/lib/live/live";
import { nextTask } from "@/lib/next-task";
import { useAppStore, useViewerChanged } from "@/lib/store/hooks";
import { videosRead } from "@/lib/store/overlay-slice";
import { watches } from "@/lib/watches";
import { listed } from "./feed-cards";
import type { FeedSource } from "./feed-source";
import { type FeedAnswer, type FeedStart, createFeedStore } from "./feed-store";

/** The gateway gives at most this many by id. */
const maxRenewed = 50;

/** Reads clips and tells every screen what they are to the viewer. */
function useRead() {
  const store = useAppStore();
  return useCallback(
    async <A extends { items: (FeedItem | Video)[] }>(path: Url<A>) => {
      const asOf = store.getState().overlay.news;
      const answer = await gateway.read(path);
      // Reading an answer and drawing it would be one long task of a slow phone.
      await nextTask();
      const videos = answer.items.map((item) => ("video" in item ? item.video : item));
      store.dispatch(videosRead({ videos, asOf }));
      return answer;
    },
    [store],
  );
}

/** The feed of this screen, kept while the screen is. */
export function useFeedStore(source: FeedSource, start: FeedStart, lead?: Video) {
  const read = useRead();
  const [store] = useState(() =>
    createFeedStore({
      source,
      start,
      lead: lead ? [listed(lead)] : undefined,
      fetchPage: (path) => read<FeedAnswer>(path),
      beforeFetch: () => watches.flush(),
    }),
  );
  const snapshot = useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot);

  useLive("feed:purge", (what) => store.purge(what));

  const renew = () => {
    const { cards, active } = store.getSnapshot();
    const ids = cards
      .slice(Math.max(0, active - 5))
      .flatMap((card) => (card.kind === "clip" && !card.gone ? [card.video.id] : []))
      .slice(0, maxRenewed);
    if (ids.length === 0) return;
    read(url("/videos", { query: { ids: ids.join(",") } }))
      .then(({ items }) => {
        store.renew(items);
        // What the server names no longer was taken away before anybody could say so here.
        const seen = new Set(items.map(({ id }) => id));
        const videoIds = ids.filter((id) => !seen.has(id));
        if (videoIds.length > 0) store.purge({ videoIds });
      })
      // The clips stay as they were; each act still gets the server's own answer.
      .catch(() => undefined);
  };
  useViewerChanged(renew);
  useLiveResumed(renew);

  useEffect(() => {
    const onOnline = () => {
      if (store.getSnapshot().problem) void store.loadMore();
    };
    window.addEventListener("online", onOnline);
    return () => window.removeEventListener("online", onOnline);
  }, [store]);

  return { store, snapshot, renew };
}
