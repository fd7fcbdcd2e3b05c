"use client";

import { type FormEvent, type KeyboardEvent, useEffect, useRef } from "react";
import { Button } from "@/components/button/button";
import { IconButton } from "@/components/button/icon-button";
import { useCompletion } from "@/components/completion/use-completion";
import { controlClass } from "@/components/field/field";
import { cx } from "@/components/class-names";
import type { Comment } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useKept, useKeptWords } from "./kept-words";

interface ComposerProps {
  videoId: string;
  replyTo: Comment | null;
  onCancelReply: () => void;
  /** Until it is on its way the words stay in the field. */
  onSend: (text: string) => void;
}

const maxRowsPx = 120;

export function Composer({ videoId, replyTo, onCancelReply, onSend }: ComposerProps) {
  const { t } = useTranslator();
  const kept = useKeptWords();
  const text = useKept(videoId, "text");
  const setText = (text: string) => kept.put(videoId, { text });
  const field = useRef<HTMLTextAreaElement>(null);
  const completion = useCompletion({ field, text, onText: setText, videoId });
  const name = replyTo?.author?.username;
  // Whom one was answering when the comments were left takes the focus no second time.
  const answered = useRef(replyTo);

  useEffect(() => {
    if (replyTo && replyTo !== answered.current) field.current?.focus();
    answered.current = replyTo;
  }, [replyTo]);

  useEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(maxRowsPx, element.scrollHeight + 2)}px`;
  }, [text]);

  function send(event: FormEvent | KeyboardEvent) {
    event.preventDefault();
    const written = text.trim();
    if (written) onSend(written);
  }

  return (
    <form onSubmit={send} className="border-t border-hair px-4 py-2">
      {name ? (
        <p className="flex items-center justify-between text-13 text-muted">
          {t("comments.replyingTo", { name: `@${name}` })}
          <IconButton icon="x" label={t("comments.cancelReply")} onClick={onCancelReply} />
        </p>
      ) : null}
      <div className="relative flex items-end gap-2">
        {completion.list}
        <textarea
          ref={field}
          rows={1}
          value={text}
          {...completion.fieldProps}
          aria-label={t(replyTo ? "comments.writeReply" : "comments.write")}
          placeholder={t(replyTo ? "comments.writeReply" : "comments.write")}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (completion.onKeyDown(event)) return;
            // Enter sends where there is a keyboard; Shift+Enter, and a phone's Enter, make a line.
            const finePointer = window.matchMedia("(pointer: fine)").matches;
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            if (finePointer || event.ctrlKey || event.metaKey) send(event);
          }}
          className={cx(controlClass, "resize-none")}
        />
        <Button kind="primary" type="submit" disabled={text.trim() === ""}>
          {t("comments.send")}
        </Button>
      </div>
    </form>
  );
}
