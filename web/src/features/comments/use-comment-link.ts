import { useCallback, useEffect, useEffectEvent, useRef } from "react";
import type { Comment } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { useRead } from "@/lib/api/use-read";

/** The comment a link points at. */
export interface CommentLink {
  id: string;
  /** The comment it answers, once that is known. */
  threadId: string | null;
  /** Scrolls to it when it is first drawn. */
  reach: (element: HTMLElement | null) => void;
}

export function useCommentLink(id?: string): CommentLink | null {
  // The list says where the thread begins, not whether what is looked for is in it.
  const { data } = useRead(id ? url("/comments/{id}", { path: { id } }) : null);
  const reached = useRef(false);
  const reach = useCallback((element: HTMLElement | null) => {
    if (!element || reached.current) return;
    reached.current = true;
    element.scrollIntoView({ block: "center" });
  }, []);
  return id ? { id, threadId: data?.parentId ?? null, reach } : null;
}

/** Two hundred replies: what stands after them is found by hand. */
const mostPages = 10;

interface Replies {
  comments: Comment[];
  pages: number;
  more: boolean;
  loading: boolean;
  error: unknown;
  loadMore: () => void;
}

/** Reads replies on until the one that is looked for is there; null looks for nothing. */
export function useSeek(replies: Replies, id: string | null) {
  const { comments, pages, more, loading, error } = replies;
  const loadMore = useEffectEvent(replies.loadMore);
  const missing = id !== null && !comments.some((reply) => reply.id === id);
  const seeking = missing && more && !loading && !error && pages < mostPages;
  useEffect(() => {
    if (seeking) loadMore();
  }, [seeking, pages]);
}
