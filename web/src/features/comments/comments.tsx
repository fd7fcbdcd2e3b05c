"use client";

import { useRef, useState } from "react";
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
import { withPin } from "./comment-pages";
import { CommentThread } from "./comment-thread";
import { Composer } from "./composer";
import { DraftItem } from "./draft-item";
import { useKept, useKeptWords } from "./kept-words";
import { useCommentLink } from "./use-comment-link";
import { type CommentSort, useComments } from "./use-comments";
import { notYet, useDrafts } from "./use-drafts";
import { useSaid } from "./use-said";

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
  // A link's page begins at its thread. Whoever wants another order, or all, is done with it.
  const [around, setAround] = useState(focusId);
  const link = useCommentLink(focusId);
  const kept = useKeptWords();
  const replyTo = useKept(video.id, "replyTo");
  const setReplyTo = (comment: Comment | null) => kept.put(video.id, { replyTo: comment });
  const { line, say } = useSaid();
  const { withAccount } = useAccountGate();
  const list = useComments(video.id, sort, around);
  const { drafts, write, retry, drop } = useDrafts(video.id, (comment) => {
    list.arrived(comment);
    say(t("comments.sent"));
  });
  const scroller = useRef<HTMLDivElement>(null);
  // Of somebody who has signed in since, this copy of the clip does not know what they may.
  const [visitors] = useState(me === null ? video : null);
  const may = video.viewer.canComment || me === null || video === visitors;
  const open = video.allowComments && may;

  /** What stands above the linked thread and what is pinned: the list from its beginning. */
  function showAll() {
    setAround(undefined);
    // The button goes with what it does.
    scroller.current?.focus();
  }

  async function remove(comment: Comment) {
    list.removed(comment.id);
    try {
      await gateway.delete("/comments/{id}", { path: { id: comment.id } });
      say(t("comments.deleted"));
    } catch (error) {
      const problem = toProblem(error);
      if (problem.status === 404) return;
      list.stayed(comment);
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
    onRemoved: (gone) => list.removed(gone.id),
    onPin: video.viewer.own ? (comment, on) => void pin(comment, on) : undefined,
  };
  // Its thread is further down than what is loaded: what failed is to be seen all the same.
  const hasNoThread = (threadId: string) =>
    list.loaded && !list.comments.some(({ id }) => id === threadId);
  const loose = notYet(
    drafts.filter(({ threadId }) => threadId === null || hasNoThread(threadId)),
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
            onClick={() => {
              setSort(value);
              setAround(undefined);
            }}
            className={cx(
              "min-h-11 border-b-2 px-2 text-13 font-semibold",
              sort === value ? "border-lamp text-fg" : "border-transparent text-muted",
            )}
          >
            {t(`comments.${value}`)}
          </button>
        ))}
      </div>
      {line}
      <div
        ref={scroller}
        tabIndex={-1}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 pb-4"
      >
        {list.earlier ? (
          <Button kind="quiet" className="w-full" onClick={showAll}>
            {t("comments.all")}
          </Button>
        ) : null}
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
              link={link}
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
          onSend={(text) =>
            withAccount("comment", () => {
              write(text, replyTo);
              // It comes first: one wants to see it stand there.
              if (!replyTo && scroller.current) scroller.current.scrollTop = 0;
            })
          }
        />
      ) : (
        <p className="border-t border-hair px-4 py-3 text-15 text-muted">{t("comments.off")}</p>
      )}
    </div>
  );
}
