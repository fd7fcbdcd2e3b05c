import type { Comment, Page } from "@/lib/api/types";

export type CommentPages = Page<Comment>[];

export const has = (pages: CommentPages, id: string) =>
  pages.some((page) => page.items.some((item) => item.id === id));

/** Puts a comment that was just written first, after what is pinned; one we have is brought up to date. */
export function withNew(pages: CommentPages, comment: Comment): CommentPages {
  const [first, ...rest] = pages;
  if (!first) return pages;
  // Early changes of a comment are told as new ones: what we have takes the newer words.
  if (has(pages, comment.id)) {
    return withChange(pages, comment.id, (item) => ({ ...comment, viewer: item.viewer }));
  }
  const pinned = first.items.filter((item) => item.pinned).length;
  const items = [...first.items.slice(0, pinned), comment, ...first.items.slice(pinned)];
  return [{ ...first, items }, ...rest];
}

/** Replies read like a talk: the newest last, but only where the end of the list is loaded. */
export function withReply(pages: CommentPages, reply: Comment): CommentPages {
  const last = pages.at(-1);
  if (!last || last.nextCursor !== null || has(pages, reply.id)) return pages;
  return [...pages.slice(0, -1), { ...last, items: [...last.items, reply] }];
}

export function withChange(
  pages: CommentPages,
  id: string,
  change: (comment: Comment) => Comment,
): CommentPages {
  if (!has(pages, id)) return pages;
  return pages.map((page) => ({
    ...page,
    items: page.items.map((item) => (item.id === id ? change(item) : item)),
  }));
}

/** The one pinned comment stands first; the one that was pinned before is an ordinary one again. */
export function withPin(pages: CommentPages, id: string, on: boolean): CommentPages {
  const pinned = pages.flatMap((page) => page.items).find((item) => item.id === id);
  const [first, ...rest] = pages.map((page) => ({
    ...page,
    items: page.items
      .filter((item) => !on || item.id !== id)
      .map((item) => (item.pinned ? { ...item, pinned: false } : item)),
  }));
  if (!first || !pinned || !on) return first ? [first, ...rest] : pages;
  return [{ ...first, items: [{ ...pinned, pinned: true }, ...first.items] }, ...rest];
}

/** A deleted comment that has replies stays as a marker, so that the thread keeps its sense. */
export function withoutComment(pages: CommentPages, id: string): CommentPages {
  return pages.map((page) => ({
    ...page,
    items: page.items.flatMap((item) => {
      if (item.id !== id) return [item];
      return item.replies > 0 ? [{ ...item, deleted: true, text: "", entities: [] }] : [];
    }),
  }));
}

/** One reply less under a comment. A deleted one is no marker any more once it holds nothing together. */
export function withReplyLess(pages: CommentPages, id: string): CommentPages {
  const fewer = (item: Comment) => ({ ...item, replies: Math.max(0, item.replies - 1) });
  return withChange(pages, id, fewer).map((page) => ({
    ...page,
    items: page.items.filter((item) => item.id !== id || !item.deleted || item.replies > 0),
  }));
}

export function allOf(pages: CommentPages | undefined): Comment[] {
  const seen = new Set<string>();
  return (pages ?? [])
    .flatMap((page) => page.items)
    .filter((item) => !seen.has(item.id) && seen.add(item.id));
}
