"use client";

import { Avatar } from "@/components/avatar/avatar";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useMe } from "@/lib/store/hooks";
import type { Draft } from "./kept-words";

interface DraftItemProps {
  draft: Draft;
  onRetry: (draft: Draft) => void;
  onDrop: (clientRef: string) => void;
}

const textButton = "min-h-11 px-1 text-13 font-semibold text-muted hover:text-fg";

/** One's own comment while it travels, or with a retry when it did not arrive. */
export function DraftItem({ draft, onRetry, onDrop }: DraftItemProps) {
  const { t, sentence } = useTranslator();
  const me = useMe();
  const { problem } = draft;
  const reason =
    problem &&
    (problem.field("text") ??
      sentence({ code: problem.code, params: problem.params, text: problem.detail }));
  return (
    <div className="flex gap-3 pt-2">
      {me ? <Avatar user={me} size={32} /> : null}
      <div className="min-w-0 flex-1">
        {problem ? (
          <p role="alert" className="text-13 text-muted">
            <span className="font-semibold">{t("comments.notSent")}</span> <span>{reason}</span>
          </p>
        ) : (
          <p className="text-13 text-muted">{t("comments.sending")}</p>
        )}
        <p dir="auto" className="text-15 break-words whitespace-pre-line">
          {draft.text}
        </p>
        {problem ? (
          <p className="-ms-1 flex gap-3">
            <button type="button" className={textButton} onClick={() => onRetry(draft)}>
              {t("action.retry")}
            </button>
            <button type="button" className={textButton} onClick={() => onDrop(draft.clientRef)}>
              {t("action.discard")}
            </button>
          </p>
        ) : null}
      </div>
    </div>
  );
}
