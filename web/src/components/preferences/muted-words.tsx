"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/button/button";
import { Field } from "@/components/field/field";
import { Icon } from "@/components/icon/icon";
import { useTranslator } from "@/lib/i18n/use-translator";

interface MutedWordsProps {
  words: string[];
  onWords: (words: string[]) => void;
}

const maxLength = 60;

export function MutedWords({ words, onWords }: MutedWordsProps) {
  const { t } = useTranslator();
  const [typed, setTyped] = useState("");

  function add(event: FormEvent) {
    event.preventDefault();
    const word = typed.trim();
    if (!word) return;
    setTyped("");
    if (!words.includes(word)) onWords([...words, word]);
  }

  return (
    <div className="flex flex-col gap-2">
      <form onSubmit={add} className="flex items-start gap-2">
        <Field
          className="flex-1"
          label={t("settings.feed.muted.add")}
          hint={t("settings.feed.muted.hint")}
          value={typed}
          maxLength={maxLength}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" className="mt-[22px]" disabled={typed.trim() === ""}>
          {t("settings.add")}
        </Button>
      </form>
      <ul aria-label={t("settings.feed.muted")} className="flex flex-wrap gap-2">
        {words.map((word) => (
          <li key={word}>
            <button
              type="button"
              aria-label={t("settings.feed.muted.remove", { word })}
              onClick={() => onWords(words.filter((other) => other !== word))}
              className="inline-flex min-h-11 items-center gap-2 rounded-control border border-line px-3 text-15"
            >
              <span dir="auto">{word}</span>
              <Icon name="x" size={16} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
