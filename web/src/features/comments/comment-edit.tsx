"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/button/button";
import { controlClass } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { gateway } from "@/lib/api/gateway";
import type { Comment } from "@/lib/api/types";
import { useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";

interface CommentEditProps {
  comment: Comment;
  /** Null: left as it was. */
  onDone: (changed: Comment | null) => void;
}

/** One's own words, changed where they stand. */
export function CommentEdit({ comment, onDone }: CommentEditProps) {
  const { t } = useTranslator();
  const [words, setWords] = useState(comment.text);
  const field = useRef<HTMLTextAreaElement>(null);
  const { busy, problem, onSubmit } = useSubmit(async () => {
    const changed = await gateway.patch("/comments/{id}", {
      path: { id: comment.id },
      body: { text: words.trim() },
    });
    onDone({ ...changed, viewer: comment.viewer });
  });

  useEffect(() => {
    field.current?.focus();
  }, []);

  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-2 py-1">
      <textarea
        ref={field}
        name="text"
        rows={2}
        aria-label={t("comments.edit")}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          event.stopPropagation();
          onDone(null);
        }}
        className={controlClass}
      />
      <FormProblem problem={problem} />
      <span className="flex gap-2">
        <Button kind="primary" type="submit" busy={busy} disabled={words.trim() === ""}>
          {t("action.save")}
        </Button>
        <Button kind="quiet" onClick={() => onDone(null)}>
          {t("action.cancel")}
        </Button>
      </span>
    </form>
  );
}
