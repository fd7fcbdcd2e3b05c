"use client";

import useSWRInfinite from "swr/infinite";
import type { Page } from "@/lib/api/types";

/** The key of each page of a cursor list, for SWR. */
export function pageKey(path: string) {
  return (index: number, previous: Page<unknown> | null): string | null => {
    if (index === 0 || !previous) return path;
    if (previous.nextCursor === null) return null;
    const joint = path.includes("?") ? "&" : "?";
    return `${path}${joint}cursor=${encodeURIComponent(previous.nextCursor)}`;
  };
}

/** A cursor list that grows. `first` is the page the server rendered; `path: null` loads nothing. */
export function usePaged<T extends object>(
  path: string | null,
  first?: Page<T> | null,
  // What makes two items one; ranked lists may repeat some.
  idOf: (item: T) => string = (item) => (item as unknown as { id: string }).id,
) {
  const { data, error, size, setSize, isValidating, mutate } = useSWRInfinite<Page<T>>(
    path ? pageKey(path) : () => null,
    {
      fallbackData: first ? [first] : undefined,
      revalidateFirstPage: false,
      revalidateOnMount: !first,
    },
  );
  const seen = new Set<string>();
  const items = (data ?? [])
    .flatMap((page) => page.items)
    .filter((item) => !seen.has(idOf(item)) && seen.add(idOf(item)));
  const last = data?.at(-1);
  return {
    items,
    loaded: data !== undefined,
    error: error as unknown,
    loading: isValidating,
    more: last !== undefined && last.nextCursor !== null,
    loadMore: () => void setSize(size + 1),
    retry: () => void mutate(),
    mutate,
  };
}
