"use client";

import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { cx } from "@/components/class-names";
import { useSuggested } from "@/components/completion/use-suggested";
import type { Suggestion } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";

function wordOf(suggestion: Suggestion): string {
  if (suggestion.type === "user") return `@${suggestion.user.username}`;
  return suggestion.type === "tag" ? `#${suggestion.tag}` : suggestion.text;
}

const places = { user: "users", tag: "tags", query: undefined } as const;

interface SuggestionsOptions {
  typed: string;
  /** What is on the page already: nothing is suggested for it. */
  searched: string;
  onPick: (query: string, type?: "users" | "tags") => void;
}

/**
 * What it could be that is being typed: arrows choose, Enter takes, Escape refuses. As long as none is chosen, Enter
 * searches for what is written.
 */
export function useSuggestions({ typed, searched, onPick }: SuggestionsOptions) {
  const { t } = useTranslator();
  const listId = useId();
  const [wanted, setWanted] = useState(false);
  // By its word: an answer that comes meanwhile moves the place, not the choice.
  const [chosen, setChosen] = useState<string | null>(null);
  const suggested = useSuggested(wanted && typed !== searched ? typed : "", [
    "user",
    "tag",
    "query",
  ]);
  const options = suggested.map((suggestion) => ({
    word: wordOf(suggestion),
    type: places[suggestion.type],
  }));
  const current = options.findIndex(({ word }) => word === chosen);
  const open = options.length > 0;
  const optionId = (index: number) => `${listId}-${index}`;

  useEffect(() => {
    if (current >= 0) {
      document.getElementById(`${listId}-${current}`)?.scrollIntoView({ block: "nearest" });
    }
  }, [listId, current]);

  function show(yes: boolean) {
    setWanted(yes);
    setChosen(null);
  }

  function take({ word, type }: (typeof options)[number]) {
    show(false);
    onPick(word.replace(/^[@#]/, ""), type);
  }

  /** Round by what is written, which is the place before the first. */
  function step(by: number) {
    setWanted(true);
    const count = options.length + 1;
    setChosen(options[((current + 1 + by + count) % count) - 1]?.word ?? null);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const option = options[current];
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Enter" && option) take(option);
    else if (event.key === "Escape" && open) show(false);
    else return;
    event.preventDefault();
  }

  const list = open ? (
    <ul
      id={listId}
      role="listbox"
      aria-label={t("search.suggestions")}
      // The field keeps the focus.
      onMouseDown={(event) => event.preventDefault()}
      className="absolute inset-x-0 top-full z-20 mt-1 rounded-control border border-line bg-raised py-1"
    >
      {options.map((option, index) => (
        <li
          key={option.word}
          id={optionId(index)}
          role="option"
          aria-selected={index === current}
          onClick={() => take(option)}
          className={cx(
            "flex min-h-11 cursor-pointer items-center px-3 text-15 hover:bg-hair",
            index === current && "bg-hair",
          )}
        >
          {option.word}
        </li>
      ))}
    </ul>
  ) : null;

  return {
    list,
    show,
    fieldProps: {
      role: "combobox",
      "aria-autocomplete": "list" as const,
      "aria-expanded": open,
      "aria-controls": open ? listId : undefined,
      "aria-activedescendant": current >= 0 ? optionId(current) : undefined,
      onFocus: () => show(true),
      onBlur: () => show(false),
      onKeyDown,
    },
  };
}
