"use client";

import { useState } from "react";
import { SlitLoader } from "@/components/slit-loader/slit-loader";
import type { Comment } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { type CommentActs, CommentItem } from "./comment-item";
import { DraftItem } from "./draft-item";
import type { Draft } from "./kept-words";
import { type CommentLink, useSeek } from "./use-comment-link";
import { useReplies } from "./use-comments";
import { notYet } from "./use-drafts";

interface CommentThreadProps {
  comment: Comment;
  link: CommentLink | null;
  drafts: Draft[];
  acts: CommentActs;
  onRetry: (draft: Draft) => void;
  onDrop: (clientRef: string) => void;
}

const textButton =
  "inline-flex min-h-11 items-center gap-2 text-13 font-semibold text-muted hover:text-fg";

/** A comment and, once opened, its replies. */
export function CommentThread(props: CommentThreadProps) {
  const { comment, link, drafts, acts, onRetry, onDrop } = props;
  const { t } = useTranslator();
  const [open, setOpen] = useState(false);
  // Writing a reply opens the thread it belongs to, and it stays open: one wants to see it stand there.
  if (drafts.length > 0 && !open) setOpen(true);
  // A link to a reply opens its thread, once: one may close it again.
  const sought = link?.threadId === comment.id ? link.id : null;
  const [followed, setFollowed] = useState(false);
  if (sought && !followed) {
    setFollowed(true);
    setOpen(true);
  }
  const replies = useReplies(comment.id, open);
  useSeek(replies, sought);

  return (
    <li>
      <CommentItem comment={comment} link={link} acts={acts} />
      <div className="ps-11">
        {open ? (
          <ul>
            {replies.comments.map((reply) => (
              <li key={reply.id}>
                <CommentItem comment={reply} link={link} acts={acts} />
              </li>
            ))}
            {notYet(drafts, replies.comments).map((draft) => (
              <li key={draft.clientRef}>
                <DraftItem draft={draft} onRetry={onRetry} onDrop={onDrop} />
              </li>
            ))}
          </ul>
        ) : null}
        {open && replies.error && !replies.loading ? (
          <button type="button" className={textButton} onClick={replies.retry}>
            {t("comments.repliesFailed")}
          </button>
        ) : null}
        {open && replies.loading ? <SlitLoader className="my-2 text-muted" /> : null}
        {open && replies.more && !replies.loading ? (
          <button type="button" className={textButton} onClick={replies.loadMore}>
            {t("comments.moreReplies")}
          </button>
        ) : null}
        {!open && comment.replies > 0 ? (
          <button
            type="button"
            aria-expanded={false}
            className={textButton}
            onClick={() => setOpen(true)}
          >
            {t("comments.replies", { count: comment.replies })}
          </button>
        ) : null}
        {open && drafts.length === 0 && (comment.replies > 0 || replies.comments.length > 0) ? (
          <button type="button" aria-expanded className={textButton} onClick={() => setOpen(false)}>
            {t("comments.hideReplies")}
          </button>
        ) : null}
      </div>
    </li>
  );
}
