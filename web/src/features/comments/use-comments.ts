"use client";

import { useRef } from "react";
import { useSWRConfig } from "swr";
import useSWRInfinite, { unstable_serialize } from "swr/infinite";
import { gateway } from "@/lib/api/gateway";
import type { Comment, Page } from "@/lib/api/types";
import { type Url, url } from "@/lib/api/url";
import { pageKey } from "@/components/paged-list/use-paged";
import { useLive, useLiveResumed } from "@/lib/live/live";
import { isOf } from "@/lib/live/live-events";
import { useAppStore } from "@/lib/store/hooks";
import { commentsRead } from "@/lib/store/overlay-slice";
import {
  type CommentPages,
  allOf,
  withChange,
  withNew,
  withReply,
  withoutComment,
} from "./comment-pages";

export type CommentSort = "top" | "new";

const repliesPath = (commentId: string) =>
  url("/comments/{id}/replies", { path: { id: commentId } });

/** A page of comments that grows, kept true by live events. `path: null` loads nothing. */
function useCommentList(
  path: Url<Page<Comment>> | null,
  belongs: (comment: Comment) => boolean,
  thread: boolean,
) {
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

  // What changes while the list is on its way asks for it again: the answer under way may be older.
  const edit = (change: (pages: CommentPages) => CommentPages) =>
    void (data
      ? mutate((pages) => pages && change(pages), { revalidate: isValidating && (() => true) })
      : mutate());

  // One's own comment comes twice, as an answer and live, in either order: it counts once.
  const counted = useRef(new Set<string>());
  const { cache, mutate: mutateOther } = useSWRConfig();

  function arrived(comment: Comment) {
    if (belongs(comment)) {
      edit((pages) => (thread ? withReply : withNew)(pages, comment));
      return;
    }
    const { parentId } = comment;
    if (thread || parentId === null || counted.current.has(comment.id)) return;
    counted.current.add(comment.id);
    edit((pages) =>
      withChange(pages, parentId, (item) => ({ ...item, replies: item.replies + 1 })),
    );
    const replies = unstable_serialize(pageKey(repliesPath(parentId)));
    if (cache.get(replies)?.data) {
      void mutateOther<CommentPages>(replies, (pages) => pages && withReply(pages, comment), {
        revalidate: false,
      });
    } else {
      void mutateOther(replies);
    }
  }

  useLive("video:comment", ({ comment }) => arrived(comment));
  useLive("video:comment_updated", ({ comment }) =>
    // Whoever else sees it, what I am to it does not travel with a live event.
    edit((pages) => withChange(pages, comment.id, (item) => ({ ...comment, viewer: item.viewer }))),
  );
  useLive("video:comment_deleted", ({ commentId }) =>
    edit((pages) => withoutComment(pages, commentId)),
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
    more: last !== undefined && last.nextCursor !== null,
    loadMore: () => void setSize(size + 1),
    retry: () => void mutate(),
    arrived,
    edit,
  };
}

export function useComments(videoId: string, sort: CommentSort, around?: string) {
  return useCommentList(
    url("/videos/{id}/comments", { path: { id: videoId }, query: { sort, around } }),
    (comment) => comment.videoId === videoId && comment.parentId === null,
    false,
  );
}

export function useReplies(commentId: string, open: boolean) {
  return useCommentList(
    open ? repliesPath(commentId) : null,
    (comment) => comment.parentId === commentId,
    true,
  );
}
