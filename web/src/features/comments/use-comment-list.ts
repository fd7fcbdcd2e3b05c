"use client";

import { useEffect, useRef } from "react";
import useSWRInfinite from "swr/infinite";
import { pageKey } from "@/components/paged-list/use-paged";
import { gateway } from "@/lib/api/gateway";
import type { Comment, Page } from "@/lib/api/types";
import type { Url } from "@/lib/api/url";
import { useLive, useLiveResumed } from "@/lib/live/live";
import { isOf } from "@/lib/live/live-events";
import { useAppStore } from "@/lib/store/hooks";
import { commentsRead } from "@/lib/store/overlay-slice";
import { type CommentPages, allOf, withChange } from "./comment-pages";

/** A page of comments that grows, kept true by live events. `path: null` loads nothing. */
export function useCommentList(path: Url<Page<Comment>> | null) {
  const store = useAppStore();
  const { data, error, size, setSize, isValidating, mutate } = useSWRInfinite(
    path ? pageKey(path) : () => null,
    async (pagePath: Url<Page<Comment>>) => {
      const asOf = store.getState().overlay.news;
      const page = await gateway.read(pagePath);
      store.dispatch(commentsRead({ comments: page.items, asOf }));
      return page;
    },
    // Live events are heard only while the list is on screen: what is kept may have changed since.
    { revalidateFirstPage: false, revalidateOnMount: true },
  );

  // Another list in its place is no mount to SWR: what was kept of it is read again, too.
  const shown = useRef(path);
  useEffect(() => {
    if (path === shown.current) return;
    shown.current = path;
    if (data) void mutate();
  }, [path, data, mutate]);

  // What changes while the list is on its way asks for it again: the answer under way may be older.
  const edit = (change: (pages: CommentPages) => CommentPages) =>
    void (data
      ? mutate((pages) => pages && change(pages), { revalidate: isValidating && (() => true) })
      : mutate());

  useLive("video:comment_updated", ({ comment }) =>
    // Whoever else sees it, what I am to it does not travel with a live event.
    edit((pages) => withChange(pages, comment.id, (item) => ({ ...comment, viewer: item.viewer }))),
  );
  useLive("feed:purge", (gone) => {
    if (allOf(data).some((comment) => isOf(gone, comment))) void mutate();
  });
  useLiveResumed(() => void mutate());

  const last = data?.at(-1);
  return {
    comments: allOf(data),
    loaded: data !== undefined,
    error: error as unknown,
    loading: isValidating,
    /** Whether something stands before the first page. */
    earlier: Boolean(data?.[0]?.prevCursor),
    pages: data?.length ?? 0,
    more: last !== undefined && last.nextCursor !== null,
    loadMore: () => void setSize(size + 1),
    retry: () => void mutate(),
    edit,
  };
}
