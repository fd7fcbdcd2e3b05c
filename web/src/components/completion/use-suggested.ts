"use client";

import { useEffect, useState } from "react";
import type { Suggestion } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { useRead } from "@/lib/api/use-read";

const pauseMs = 120;

const fold = (text: string) => text.normalize("NFKC").toLowerCase();

/** Names as the server compares them: from the first letter, and by each word of a display name. */
function namesOf(suggestion: Suggestion): string[] {
  if (suggestion.type === "tag") return [suggestion.tag];
  if (suggestion.type === "query") return [suggestion.text];
  const { username, displayName } = suggestion.user;
  return [username, displayName, ...displayName.split(" ")];
}

/**
 * What the server suggests for a word. Until it has answered these letters, what it said before is offered as far as it
 * begins with them: whoever types on quickly takes nothing that they did not write.
 */
export function useSuggested(
  word: string,
  types: Suggestion["type"][],
  videoId?: string,
): Suggestion[] {
  const asked = useLater(word);
  const query = { q: asked, types: types.join(), videoId };
  const { data, error, isLoading } = useRead(asked ? url("/search/suggest", { query }) : null, {
    keepPreviousData: true,
  });
  if (!word) return [];
  const items = data?.items ?? [];
  if (asked === word && !isLoading && !error) return items;
  return items.filter(
    (item) =>
      types.includes(item.type) && namesOf(item).some((name) => fold(name).startsWith(fold(word))),
  );
}

/** The value once it has rested for a moment. */
function useLater(value: string): string {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return later;
}
