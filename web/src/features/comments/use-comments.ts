"use client";

import { useRef } from "react";
import { type State, useSWRConfig } from "swr";
import { unstable_serialize } from "swr/infinite";
import { pageKey } from "@/components/paged-list/use-paged";
import type { Comment } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { useLive } from "@/lib/live/live";
import {
  type CommentPages,
  has,
  withChange,
  withNew,
  withReply,
  withReplyLess,
  withoutComment,
} from "./comment-pages";
import { useCommentList } from "./use-comment-list";

export type CommentSort = "top" | "new";

const repliesPath = (commentId: string) =>
  url("/comments/{id}/replies", { path: { id: commentId } });

/** A clip's comments; what is said under them is kept true here as well, whether its thread is open or not. */
export function useComments(videoId: string, sort: CommentSort, around?: string) {
  const list = useCommentList(
    url("/videos/{id}/comments", { path: { id: videoId }, query: { sort, around } }),
  );
  const { cache, mutate } = useSWRConfig();
  // One's own act comes twice, as an answer and live, in either order: it counts once.
  const counted = useRef(new Set<string>());
  const gone = useRef(new Set<string>());

  const repliesKey = (rootId: string) => unstable_serialize(pageKey(repliesPath(rootId)));
  const keptReplies = (rootId: string) =>
    cache.get(repliesKey(rootId)) as State<CommentPages> | undefined;

  function editReplies(rootId: string, change: (pages: CommentPages) => CommentPages) {
    const kept = keptReplies(rootId);
    void (kept?.data
      ? mutate<CommentPages>(repliesKey(rootId), (pages) => pages && change(pages), {
          revalidate: kept.isValidating ? () => true : false,
        })
      : mutate(repliesKey(rootId)));
  }

  function arrived(comment: Comment) {
    const { id, parentId } = comment;
    if (parentId === null) {
      if (comment.videoId === videoId) list.edit((pages) => withNew(pages, comment));
      return;
    }
    if (counted.current.has(id)) return;
    counted.current.add(id);
    list.edit((pages) =>
      withChange(pages, parentId, (item) => ({ ...item, replies: item.replies + 1 })),
    );
    editReplies(parentId, (pages) => withReply(pages, comment));
  }

  /** Nobody says in which thread a reply stood: it is looked for in those that were read. */
  function removed(id: string) {
    list.edit((pages) => withoutComment(pages, id));
    for (const { id: rootId } of list.comments) {
      const kept = keptReplies(rootId);
      const found = kept?.data ? has(kept.data, id) : false;
      // What is on its way may have been read before.
      if (found || kept?.isValidating) editReplies(rootId, (pages) => withoutComment(pages, id));
      if (!found || gone.current.has(id)) continue;
      gone.current.add(id);
      list.edit((pages) => withReplyLess(pages, rootId));
    }
  }

  /** It was not removed after all: the server says what stands there. */
  function stayed({ id, parentId }: Comment) {
    gone.current.delete(id);
    list.retry();
    if (parentId !== null) void mutate(repliesKey(parentId));
  }

  useLive("video:comment", ({ comment }) => arrived(comment));
  useLive("video:comment_deleted", ({ commentId }) => removed(commentId));

  return { ...list, arrived, removed, stayed };
}

/** What is said under a comment, once its thread is open. What is deleted, `useComments` takes out. */
export function useReplies(commentId: string, open: boolean) {
  const list = useCommentList(open ? repliesPath(commentId) : null);
  useLive("video:comment", ({ comment }) => {
    if (comment.parentId === commentId) list.edit((pages) => withReply(pages, comment));
  });
  return list;
}
