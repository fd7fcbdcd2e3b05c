"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/button/button";
import { cx } from "@/components/class-names";
import { EmptyState } from "@/components/empty-state/empty-state";
import { LoadProblem } from "@/components/load-state/load-problem";
import { Waiting } from "@/components/load-state/waiting";
import { useToast } from "@/components/toast/toast";
import { useAccountGate } from "@/lib/account/account-gate";
import { gateway } from "@/lib/api/gateway";
import { toProblem } from "@/lib/api/problem";
import type { Comment, Video } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useMe } from "@/lib/store/hooks";
import type { CommentActs } from "./comment-item";
import { withPin, withoutComment } from "./comment-pages";
import { CommentThread } from "./comment-thread";
import { Composer } from "./composer";
import { DraftItem } from "./draft-item";
import { type CommentSort, useComments } from "./use-comments";
import { notYet, useDrafts } from "./use-drafts";

interface CommentsProps {
  video: Video;
  /** The comment a link points at. */
  focusId?: string;
}

const sorts: CommentSort[] = ["top", "new"];

/** The comments of one clip: in a sheet on a phone, in the side panel on a desktop. */
export default function Comments({ video, focusId }: CommentsProps) {
  const { t, sentence } = useTranslator();
  const toast = useToast();
  const me = useMe();
  const [sort, setSort] = useState<CommentSort>("top");
  const [replyTo, setReplyTo] = useState<Comment | null>(null);
  const { withAccount } = useAccountGate();
  const list = useComments(video.id, sort, focusId);
  const { drafts, write, retry, drop } = useDrafts(video.id, (comment) => {
    list.arrived(comment);
  });
  const open = video.allowComments && (video.viewer.canComment || me === null);

  useEffect(() => {
    if (!focusId || !list.loaded) return;
    document.getElementById(`comment-${focusId}`)?.scrollIntoView({ block: "center" });
  }, [focusId, list.loaded]);

  const takeOut = (comment: Comment) => list.edit((pages) => withoutComment(pages, comment.id));

  async function remove(comment: Comment) {
    takeOut(comment);
    try {
      await gateway.delete("/comments/{id}", { path: { id: comment.id } });
    } catch (error) {
      const problem = toProblem(error);
      if (problem.status === 404) return;
      list.retry();
      toast({ text: sentence({ code: problem.code, text: problem.detail }) });
    }
  }

  async function pin(comment: Comment, on: boolean) {
    try {
      await gateway.turn(on, "/comments/{id}/pin", { path: { id: comment.id } });
      list.edit((pages) => withPin(pages, comment.id, on));
    } catch (error) {
      const problem = toProblem(error);
      toast({ text: sentence({ code: problem.code, text: problem.detail }) });
    }
  }

  const acts: CommentActs = {
    mayDelete: (comment) => comment.viewer.own || video.viewer.own,
    onReply: setReplyTo,
    onDelete: (gone) => void remove(gone),
    onRemoved: takeOut,
    onPin: video.viewer.own ? (comment, on) => void pin(comment, on) : undefined,
  };
  const loose = notYet(
    drafts.filter((draft) => draft.threadId === null),
    list.comments,
  );
  const empty = list.loaded && list.comments.length === 0 && loose.length === 0;

  return (
    <div className="flex h-full min-h-0 flex-col">
      <div role="group" aria-label={t("comments.sort")} className="flex gap-1 px-3">
        {sorts.map((value) => (
          <button
            key={value}
            type="button"
            aria-pressed={sort === value}
            onClick={() => setSort(value)}
            className={cx(
              "min-h-11 border-b-2 px-2 text-13 font-semibold",
              sort === value ? "border-lamp text-fg" : "border-transparent text-muted",
            )}
          >
            {t(`comments.${value}`)}
          </button>
        ))}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 pb-4">
        <ul>
          {loose.map((draft) => (
            <li key={draft.clientRef}>
              <DraftItem draft={draft} onRetry={retry} onDrop={drop} />
            </li>
          ))}
          {list.comments.map((comment) => (
            <CommentThread
              key={comment.id}
              comment={comment}
              focusId={focusId}
              drafts={drafts.filter((draft) => draft.threadId === comment.id)}
              acts={acts}
              onRetry={retry}
              onDrop={drop}
            />
          ))}
        </ul>
        {empty ? (
          <EmptyState drawing="drum" title={t(open ? "comments.empty" : "comments.emptyOff")} />
        ) : null}
        {list.error ? (
          <LoadProblem problem={toProblem(list.error)} busy={list.loading} onRetry={list.retry} />
        ) : list.loading ? (
          <Waiting className="py-6" />
        ) : null}
        {list.more && !list.loading ? (
          <Button kind="quiet" className="w-full" onClick={list.loadMore}>
            {t("comments.more")}
          </Button>
        ) : null}
      </div>
      {open ? (
        <Composer
          videoId={video.id}
          replyTo={replyTo}
          onCancelReply={() => setReplyTo(null)}
          onSend={(text, sent) =>
            withAccount("comment", () => {
              write(text, replyTo);
              setReplyTo(null);
              sent();
            })
          }
        />
      ) : (
        <p className="border-t border-hair px-4 py-3 text-15 text-muted">{t("comments.off")}</p>
      )}
    </div>
  );
}
