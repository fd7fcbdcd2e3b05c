"use client";

import { useState } from "react";
import { SlitLoader } from "@/components/slit-loader/slit-loader";
import type { Comment } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { type CommentActs, CommentItem } from "./comment-item";
import { DraftItem } from "./draft-item";
import { useReplies } from "./use-comments";
import { type Draft, notYet } from "./use-drafts";

interface CommentThreadProps {
  comment: Comment;
  focusId?: string;
  drafts: Draft[];
  acts: CommentActs;
  onRetry: (draft: Draft) => void;
  onDrop: (clientRef: string) => void;
}

const textButton =
  "inline-flex min-h-11 items-center gap-2 text-13 font-semibold text-muted hover:text-fg";

/** A comment and, once opened, its replies. */
export function CommentThread(props: CommentThreadProps) {
  const { comment, focusId, drafts, acts, onRetry, onDrop } = props;
  const { t } = useTranslator();
  const [asked, setAsked] = useState(false);
  // Writing a reply opens the thread it belongs to, and it stays open: one wants to see it stand there.
  if (drafts.length > 0 && !asked) setAsked(true);
  const open = asked;
  const replies = useReplies(comment.id, open);

  return (
    <li>
      <CommentItem comment={comment} focused={comment.id === focusId} acts={acts} />
      <div className="ps-11">
        {open ? (
          <ul>
            {replies.comments.map((reply) => (
              <li key={reply.id}>
                <CommentItem comment={reply} focused={reply.id === focusId} acts={acts} />
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
            onClick={() => setAsked(true)}
          >
            {t("comments.replies", { count: comment.replies })}
          </button>
        ) : null}
        {asked && drafts.length === 0 ? (
          <button
            type="button"
            aria-expanded
            className={textButton}
            onClick={() => setAsked(false)}
          >
            {t("comments.hideReplies")}
          </button>
        ) : null}
      </div>
    </li>
  );
}
