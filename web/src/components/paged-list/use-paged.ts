"use client";

import { useEffect } from "react";
import { useSWRConfig } from "swr";
import useSWRInfinite from "swr/infinite";
import type { Page } from "@/lib/api/types";
import { type Url, onPage } from "@/lib/api/url";
import { useLive } from "@/lib/live/live";
import { isOf } from "@/lib/live/live-events";

/** The key of each page of a cursor list, for SWR. */
export function pageKey<T>(path: Url<Page<T>>) {
  return (index: number, previous: Page<T> | null): Url<Page<T>> | null => {
    if (index === 0 || !previous) return path;
    return previous.nextCursor === null ? null : onPage(path, previous.nextCursor);
  };
}

/** The server's pages that were shown already: going back draws with them again. */
const shown = new WeakSet<object>();

/** A cursor list that grows. `first` is the page the server rendered; `path: null` loads nothing. */
export function usePaged<T extends object>(
  path: Url<Page<T>> | null,
  first?: Page<T> | null,
  // What makes two items one; ranked lists may repeat some.
  idOf: (item: T) => string = (item) => (item as unknown as { id: string }).id,
) {
  const { mutate: mutateOther } = useSWRConfig();
  const { data, error, setSize, isValidating, mutate } = useSWRInfinite<Page<T>>(
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

  // A page the server has just rendered is newer than the list kept from an earlier visit.
  useEffect(() => {
    if (!path || !first || shown.has(first)) return;
    shown.add(first);
    void mutateOther(path, first, { revalidate: false });
    void mutate([first], { revalidate: false });
  }, [path, first, mutate, mutateOther]);

  // What can be seen no longer is the server's to say: of somebody muted, the profile stays.
  useLive("feed:purge", (gone) => {
    if (items.some((item) => isOf(gone, item))) void mutate();
  });

  return {
    items,
    loaded: data !== undefined,
    error: error as unknown,
    loading: isValidating,
    more: last !== undefined && last.nextCursor !== null,
    loadMore: () => void setSize((data?.length ?? 0) + 1),
    retry: () => void mutate(),
    mutate,
  };
}
