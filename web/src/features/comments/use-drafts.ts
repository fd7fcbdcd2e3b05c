import { useEffect, useEffectEvent } from "react";
import { useToast } from "@/components/toast/toast";
import { gateway, once } from "@/lib/api/gateway";
import { toProblem } from "@/lib/api/problem";
import type { Comment } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { randomId } from "@/lib/ids";
import { type Draft, useKept, useKeptWords } from "./kept-words";

/** Those that do not stand among the comments yet: one's own comment may be heard live, or read, before its answer comes. */
export function notYet(drafts: Draft[], comments: Comment[]): Draft[] {
  return drafts.filter(({ clientRef }) => !comments.some((one) => one.clientRef === clientRef));
}

export function useDrafts(videoId: string, arrived: (comment: Comment) => void) {
  const kept = useKeptWords();
  const drafts = useKept(videoId, "drafts");
  const toast = useToast();
  const { t } = useTranslator();
  const heard = useEffectEvent(arrived);
  useEffect(() => kept.show(videoId, (comment) => heard(comment)), [kept, videoId]);

  // Goes on when its clip is left, so that everything it tells goes through what is kept.
  async function send(draft: Draft) {
    try {
      const { text, parentId, clientRef } = draft;
      // The same key on a retry: the comment is written once, however often it is sent.
      const comment = await gateway.post("/videos/{id}/comments", {
        path: { id: videoId },
        body: { text, parentId, clientRef },
        headers: once(clientRef),
      });
      if (!kept.dropDraft(videoId, clientRef)) return;
      for (const hear of kept.showing(videoId)) hear(comment);
    } catch (error) {
      const isKept = kept.putDraft(videoId, { ...draft, problem: toProblem(error) });
      if (isKept && kept.showing(videoId).length === 0) toast({ text: t("comments.notSentKept") });
    }
  }

  return {
    drafts,
    write(text: string, replyTo: Comment | null) {
      const draft: Draft = {
        clientRef: randomId(),
        text,
        parentId: replyTo?.id ?? null,
        threadId: replyTo ? (replyTo.parentId ?? replyTo.id) : null,
        problem: null,
      };
      const others = kept.of(videoId).drafts;
      kept.put(videoId, { text: "", replyTo: null, drafts: [...others, draft] });
      void send(draft);
    },
    retry(draft: Draft) {
      const again = { ...draft, problem: null };
      if (kept.putDraft(videoId, again)) void send(again);
    },
    drop: (clientRef: string) => void kept.dropDraft(videoId, clientRef),
  };
}
