"use client";

import Link from "next/link";
import { useState } from "react";
import { Avatar } from "@/components/avatar/avatar";
import { cx } from "@/components/class-names";
import { Icon } from "@/components/icon/icon";
import { DemoBadge } from "@/components/people/demo-badge";
import { RichText } from "@/components/rich-text/rich-text";
import { useAccountGate } from "@/lib/account/account-gate";
import type { Comment } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useCommentNow } from "@/lib/store/hooks";
import { useToggles } from "@/lib/toggles/toggles-context";

interface CommentItemProps {
  comment: Comment;
  focused?: boolean;
  mayDelete: boolean;
  onReply: (comment: Comment) => void;
  onDelete: (comment: Comment) => void;
}

const quiet = "min-h-11 px-1 text-13 font-semibold text-muted hover:text-fg";

export function CommentItem({ comment, focused, mayDelete, onReply, onDelete }: CommentItemProps) {
  const { t, ago } = useTranslator();
  const [asking, setAsking] = useState(false);

  if (comment.deleted) {
    return <p className="py-2 text-15 text-muted">{t("comments.deleted")}</p>;
  }
  const { author } = comment;
  return (
    <div
      id={`comment-${comment.id}`}
      className={cx("flex gap-3 rounded-control pt-2", focused && "bg-hair")}
    >
      <Link href={`/@${author.username}`} prefetch={false} tabIndex={-1} aria-hidden="true">
        <Avatar user={author} size={32} />
      </Link>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 text-13 text-muted">
          <Link
            href={`/@${author.username}`}
            prefetch={false}
            className="font-semibold text-fg hover:underline"
          >
            {author.displayName || author.username}
          </Link>
          <DemoBadge user={author} />
          <time dateTime={comment.createdAt} suppressHydrationWarning>
            {ago(comment.createdAt)}
          </time>
          {comment.editedAt ? <span>{t("comments.edited")}</span> : null}
          {comment.pinned ? (
            <span className="inline-flex items-center gap-1">
              <Icon name="push-pin" size={16} />
              {t("comments.pinned")}
            </span>
          ) : null}
        </p>
        <p className="text-15">
          {comment.replyTo ? (
            <Link href={`/@${comment.replyTo.username}`} prefetch={false} className="text-link">
              @{comment.replyTo.username}{" "}
            </Link>
          ) : null}
          <RichText text={comment.text} entities={comment.entities} />
        </p>
        {asking ? (
          <p className="flex flex-wrap items-center gap-x-3 text-13">
            {t("comments.deleteAsk")}
            <button
              type="button"
              className={cx(quiet, "text-liked")}
              onClick={() => onDelete(comment)}
            >
              {t("action.delete")}
            </button>
            <button type="button" className={quiet} onClick={() => setAsking(false)}>
              {t("action.cancel")}
            </button>
          </p>
        ) : (
          <p className="-ms-1 flex flex-wrap items-center gap-x-3">
            <button type="button" className={quiet} onClick={() => onReply(comment)}>
              {t("comments.reply")}
            </button>
            {mayDelete ? (
              <button type="button" className={quiet} onClick={() => setAsking(true)}>
                {t("action.delete")}
              </button>
            ) : null}
            {comment.likedByAuthor ? (
              <span className="text-13 text-muted">{t("comments.likedByAuthor")}</span>
            ) : null}
          </p>
        )}
      </div>
      <CommentLike comment={comment} />
    </div>
  );
}

function CommentLike({ comment }: { comment: Comment }) {
  const { t, count } = useTranslator();
  const { liked, likes } = useCommentNow(comment);
  const { withAccount } = useAccountGate();
  const toggles = useToggles();
  return (
    <button
      type="button"
      aria-pressed={liked}
      aria-label={t("comments.like", { count: likes })}
      onClick={() => withAccount("like", () => toggles.likeComment(comment, !liked))}
      className="flex min-h-11 w-11 flex-col items-center self-start pt-3 text-13 text-muted tabular-nums"
    >
      <Icon name="heart" on={liked} className={liked ? "text-liked" : undefined} />
      {likes > 0 ? <span aria-hidden="true">{count(likes)}</span> : null}
    </button>
  );
}
