"use client";

import { useDeferredValue } from "react";
import type { Suggestion } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { useRead } from "@/lib/api/use-read";
import { useTranslator } from "@/lib/i18n/use-translator";

function wordOf(suggestion: Suggestion): string {
  if (suggestion.type === "user") return `@${suggestion.user.username}`;
  return suggestion.type === "tag" ? `#${suggestion.tag}` : suggestion.text;
}

interface SuggestionsProps {
  typed: string;
  onPick: (query: string, type?: "users" | "tags") => void;
}

/** What it could be that is being typed. */
export function Suggestions({ typed, onPick }: SuggestionsProps) {
  const { t } = useTranslator();
  const asked = useDeferredValue(typed);
  const { data } = useRead(
    asked ? url("/search/suggest", { query: { q: asked, types: "user,tag,query" } }) : null,
    { keepPreviousData: true },
  );
  if (!data || data.items.length === 0) return null;
  return (
    <ul
      aria-label={t("search.suggestions")}
      className="absolute inset-x-0 top-full z-20 mt-1 rounded-control border border-line bg-raised py-1"
    >
      {data.items.map((suggestion) => {
        const word = wordOf(suggestion);
        const type = { user: "users", tag: "tags", query: undefined } as const;
        return (
          <li key={`${suggestion.type} ${word}`}>
            <button
              type="button"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onPick(word.replace(/^[@#]/, ""), type[suggestion.type])}
              className="flex min-h-11 w-full items-center px-3 text-start text-15 hover:bg-hair"
            >
              {word}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
