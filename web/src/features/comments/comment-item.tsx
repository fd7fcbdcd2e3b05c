"use client";

import Link from "next/link";
import { useState } from "react";
import { Avatar } from "@/components/avatar/avatar";
import { cx } from "@/components/class-names";
import { Icon } from "@/components/icon/icon";
import { laterSheet } from "@/components/later/later-sheet";
import { DemoBadge } from "@/components/people/demo-badge";
import { RichText } from "@/components/rich-text/rich-text";
import { useAccountGate } from "@/lib/account/account-gate";
import type { Comment } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useCommentNow, useIsModerator } from "@/lib/store/hooks";
import { useToggles } from "@/lib/toggles/toggles-context";
import { CommentEdit } from "./comment-edit";
import type { CommentLink } from "./use-comment-link";

const ReportSheet = laterSheet(() => import("@/components/report/report-sheet"));
const RemoveSheet = laterSheet(() => import("@/components/report/remove-sheet"));

/** What one may do to a comment besides liking it. */
export interface CommentActs {
  mayDelete: (comment: Comment) => boolean;
  onReply: (comment: Comment) => void;
  onDelete: (comment: Comment) => void;
  /** A moderator took it away. */
  onRemoved: (comment: Comment) => void;
  /** Only the clip's author pins. */
  onPin?: (comment: Comment, on: boolean) => void;
}

interface CommentItemProps {
  comment: Comment;
  link?: CommentLink | null;
  acts: CommentActs;
}

const quiet = "min-h-11 px-1 text-13 font-semibold text-muted hover:text-fg";

export function CommentItem({ comment: given, link, acts }: CommentItemProps) {
  const { t, ago } = useTranslator();
  const [open, setOpen] = useState<"edit" | "delete" | "report" | "remove" | null>(null);
  const moderator = useIsModerator();
  const [edited, setEdited] = useState<Comment | null>(null);
  // The answer to one's own edit, until the list itself knows as much.
  const comment = edited && (edited.editedAt ?? "") > (given.editedAt ?? "") ? edited : given;

  const { author } = comment;
  if (comment.deleted || !author) {
    return <p className="py-2 text-15 text-muted">{t("comments.deleted")}</p>;
  }
  const linked = link?.id === comment.id;
  const what = { kind: "comment" as const, id: comment.id, name: `@${author.username}` };
  return (
    <div
      ref={linked ? link.reach : undefined}
      id={`comment-${comment.id}`}
      aria-current={linked || undefined}
      className={cx("flex gap-3 rounded-control pt-2", linked && "bg-hair")}
    >
      <Link href={`/@${author.username}`} prefetch={false} tabIndex={-1} aria-hidden="true">
        <Avatar user={author} size={32} />
      </Link>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 text-13 text-muted">
          <Link
            href={`/@${author.username}`}
            prefetch={false}
            className="inline-flex min-h-6 items-center font-semibold text-fg hover:underline"
          >
            {author.displayName || author.username}
          </Link>
          <DemoBadge user={author} />
          <time dateTime={comment.createdAt} suppressHydrationWarning>
            {ago(comment.createdAt)}
          </time>
          {comment.editedAt ? <span>{t("comments.edited")}</span> : null}
          {comment.pinned ? (
            <span className="inline-flex items-baseline gap-1">
              <Icon name="push-pin" size={16} className="self-center" />
              {t("comments.pinned")}
            </span>
          ) : null}
          {comment.likedByAuthor ? (
            <span className="inline-flex items-baseline gap-1">
              <Icon name="heart" on size={16} className="self-center" />
              {t("comments.likedByAuthor")}
            </span>
          ) : null}
        </p>
        {open === "edit" ? (
          <CommentEdit
            comment={comment}
            onDone={(changed) => {
              if (changed) setEdited(changed);
              setOpen(null);
            }}
          />
        ) : (
          <p className="text-15">
            {comment.replyTo ? (
              <Link href={`/@${comment.replyTo.username}`} prefetch={false} className="text-link">
                @{comment.replyTo.username}{" "}
              </Link>
            ) : null}
            <RichText text={comment.text} entities={comment.entities} />
          </p>
        )}
        {open === "delete" ? (
          <p className="flex flex-wrap items-center gap-x-3 text-13">
            {t("comments.deleteAsk")}
            <button
              type="button"
              className={cx(quiet, "text-liked")}
              onClick={() => acts.onDelete(comment)}
            >
              {t("action.delete")}
            </button>
            <button type="button" className={quiet} onClick={() => setOpen(null)}>
              {t("action.cancel")}
            </button>
          </p>
        ) : open === "edit" ? null : (
          <p className="-ms-1 flex flex-wrap items-center gap-x-3">
            <button type="button" className={quiet} onClick={() => acts.onReply(comment)}>
              {t("comments.reply")}
            </button>
            {comment.viewer.own ? (
              <button type="button" className={quiet} onClick={() => setOpen("edit")}>
                {t("comments.edit")}
              </button>
            ) : null}
            {acts.onPin && comment.parentId === null ? (
              <button
                type="button"
                className={quiet}
                onClick={() => acts.onPin?.(comment, !comment.pinned)}
              >
                {t(comment.pinned ? "comments.unpin" : "comments.pin")}
              </button>
            ) : null}
            {acts.mayDelete(comment) ? (
              <button type="button" className={quiet} onClick={() => setOpen("delete")}>
                {t("action.delete")}
              </button>
            ) : null}
            {comment.viewer.own ? null : (
              <button type="button" className={quiet} onClick={() => setOpen("report")}>
                {t("report.action")}
              </button>
            )}
            {moderator && !comment.viewer.own ? (
              <button type="button" className={quiet} onClick={() => setOpen("remove")}>
                {t("moderate.action")}
              </button>
            ) : null}
          </p>
        )}
      </div>
      <CommentLike comment={comment} />
      {open === "report" ? <ReportSheet what={what} onClose={() => setOpen(null)} /> : null}
      {open === "remove" ? (
        <RemoveSheet
          what={what}
          onRemoved={() => acts.onRemoved(comment)}
          onClose={() => setOpen(null)}
        />
      ) : null}
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
