"use client";

import { type KeyboardEvent, type ReactNode, type RefObject, useId, useState } from "react";
import { Avatar } from "@/components/avatar/avatar";
import { cx } from "@/components/class-names";
import { Icon } from "@/components/icon/icon";
import type { Suggestion } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useSuggested } from "./use-suggested";

export interface Token {
  sign: "@" | "#";
  word: string;
  start: number;
  end: number;
}

/** The @name or #tag the caret stands at the end of; null when it stands elsewhere. */
export function tokenAt(text: string, caret: number): Token | null {
  const found = /(?:^|[\s(])([@#])([\p{L}\p{N}\p{M}_.]{1,30})$/u.exec(text.slice(0, caret));
  if (!found) return null;
  const word = found[2]!;
  return { sign: found[1] as Token["sign"], word, start: caret - word.length - 1, end: caret };
}

interface Option {
  key: string;
  insert: string;
  label: ReactNode;
}

const maxOptions = 5;

function toOption(suggestion: Suggestion): Option[] {
  if (suggestion.type === "user") {
    const { user } = suggestion;
    const label = (
      <>
        <Avatar user={user} size={24} />
        <span className="min-w-0 truncate">
          <span className="font-semibold">{user.displayName || user.username}</span>{" "}
          <span className="text-muted">@{user.username}</span>
        </span>
      </>
    );
    return [{ key: user.username, insert: `@${user.username} `, label }];
  }
  if (suggestion.type !== "tag") return [];
  const label = (
    <>
      <Icon name="hash" />
      <span dir="auto">{suggestion.tag}</span>
    </>
  );
  return [{ key: suggestion.tag, insert: `#${suggestion.tag} `, label }];
}

interface CompletionOptions {
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onText: (text: string) => void;
  /** Puts people of this clip's thread first. */
  videoId?: string;
}

/** Completes @names and #tags while one types: arrows choose, Enter or Tab takes, Escape refuses. */
export function useCompletion({ field, text, onText, videoId }: CompletionOptions) {
  const { t } = useTranslator();
  const listId = useId();
  const [caret, setCaret] = useState(0);
  const [refused, setRefused] = useState<string | null>(null);
  const [chosen, setChosen] = useState(0);
  const token = tokenAt(text, caret);
  const suggested = useSuggested(
    token?.word ?? "",
    token?.sign === "#" ? ["tag"] : ["user"],
    videoId,
  );
  const written = token ? `${token.sign}${token.word}` : "";
  const options = refused === written ? [] : suggested.flatMap(toOption).slice(0, maxOptions);
  const current = Math.min(chosen, options.length - 1);
  const open = options.length > 0;

  function take(option: Option) {
    if (!token) return;
    const next = text.slice(0, token.start) + option.insert + text.slice(token.end).trimStart();
    const at = token.start + option.insert.length;
    onText(next);
    setCaret(at);
    setChosen(0);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(at, at);
    });
  }

  /** True when the key was for the list. */
  function onKeyDown(event: KeyboardEvent): boolean {
    if (!open || event.nativeEvent.isComposing) return false;
    const option = options[current];
    if (event.key === "ArrowDown") setChosen((current + 1) % options.length);
    else if (event.key === "ArrowUp") setChosen((current + options.length - 1) % options.length);
    else if ((event.key === "Enter" || event.key === "Tab") && option) take(option);
    else if (event.key === "Escape") setRefused(written);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  const list = open ? (
    <ul
      id={listId}
      role="listbox"
      aria-label={t("search.suggestions")}
      className="absolute inset-x-0 bottom-full z-20 mb-1 overflow-hidden rounded-control border border-line bg-raised py-1"
    >
      {options.map((option, index) => (
        <li
          key={option.key}
          id={`${listId}-${index}`}
          role="option"
          aria-selected={index === current}
          // Before the field loses its focus.
          onMouseDown={(event) => {
            event.preventDefault();
            take(option);
          }}
          className={cx(
            "flex min-h-11 cursor-pointer items-center gap-2 px-3 text-15",
            index === current && "bg-hair",
          )}
        >
          {option.label}
        </li>
      ))}
    </ul>
  ) : null;

  return {
    list,
    onKeyDown,
    fieldProps: {
      "aria-autocomplete": "list" as const,
      "aria-controls": open ? listId : undefined,
      "aria-activedescendant": open ? `${listId}-${current}` : undefined,
      onSelect: (event: { currentTarget: HTMLTextAreaElement }) => {
        setCaret(event.currentTarget.selectionStart);
        setChosen(0);
      },
    },
  };
}
