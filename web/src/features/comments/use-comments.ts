"use client";

import { useEffect, useRef } from "react";
import { useSWRConfig } from "swr";
import useSWRInfinite, { unstable_serialize } from "swr/infinite";
import type { Comment, Page } from "@/lib/api/types";
import { pageKey } from "@/components/paged-list/use-paged";
import { useLive, useLiveResumed } from "@/lib/live/live";
import { useAppDispatch } from "@/lib/store/hooks";
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

const repliesPath = (commentId: string) => `/comments/${commentId}/replies`;

/** A page of comments that grows, kept true by live events. `path: null` loads nothing. */
function useCommentList(
  path: string | null,
  belongs: (comment: Comment) => boolean,
  thread: boolean,
) {
  const dispatch = useAppDispatch();
  const { data, error, size, setSize, isValidating, mutate } = useSWRInfinite<Page<Comment>>(
    path ? pageKey(path) : () => null,
    { revalidateFirstPage: false },
  );

  useEffect(() => {
    if (data) dispatch(commentsRead(data.flatMap((page) => page.items)));
    // Only what has just been read clears the overlay, not every edit of the list.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [data?.length, dispatch]);

  // What changes while the list is still on its way asks for it again: the answer under way may be older.
  const edit = (change: (pages: CommentPages) => CommentPages) =>
    void (data
      ? mutate((pages) => (pages ? change(pages) : pages), { revalidate: false })
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
  const focus = around ? `&around=${around}` : "";
  return useCommentList(
    `/videos/${videoId}/comments?sort=${sort}${focus}`,
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
