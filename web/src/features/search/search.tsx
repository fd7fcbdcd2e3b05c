"use client";

import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/components/button/button";
import { cx } from "@/components/class-names";
import { controlClass } from "@/components/field/field";
import type { SearchType } from "@/lib/api/routes";
import { useTranslator } from "@/lib/i18n/use-translator";
import { SearchResults, searchTypes } from "./search-results";
import { SearchStart } from "./search-start";
import { type Filters, SearchFilters, filterQuery, readFilters } from "./search-filters";
import { useSuggestions } from "./use-suggestions";

function address(query: string, type: SearchType, filters: Filters): string {
  return `/search?q=${encodeURIComponent(query)}&type=${type}${filterQuery(filters)}`;
}

/** The query and the tab live in the address, so that a search can be shared and gone back to. */
export function Search() {
  const { t } = useTranslator();
  const router = useRouter();
  const params = useSearchParams();
  const query = params.get("q") ?? "";
  const type = searchTypes.find((known) => known === params.get("type")) ?? "videos";
  const filters = readFilters(params);
  const [typed, setTyped] = useState(query);
  const suggestions = useSuggestions({ typed: typed.trim(), searched: query, onPick: go });

  // On a slow line somebody types before this runs: that is what they look for.
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!box.current || box.current.value === query) return;
    setTyped(box.current.value);
    suggestions.show(document.activeElement === box.current);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  // Gone to from elsewhere: back, a link, this place itself.
  const asked = useRef(query);
  useEffect(() => {
    if (query !== asked.current) setTyped(query);
    asked.current = query;
  }, [query]);

  function go(q: string, to: SearchType = type, narrowed: Filters = filters) {
    asked.current = q;
    setTyped(q);
    suggestions.show(false);
    router.replace(address(q, to, narrowed));
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (typed.trim()) go(typed.trim());
  }

  return (
    <>
      <form role="search" onSubmit={submit} className="relative flex gap-2">
        <input
          ref={box}
          type="search"
          name="q"
          aria-label={t("nav.search")}
          placeholder={t("search.hint")}
          autoComplete="off"
          enterKeyHint="search"
          maxLength={100}
          value={typed}
          {...suggestions.fieldProps}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            suggestions.show(true);
          }}
          className={controlClass}
        />
        <Button kind="primary" type="submit">
          {t("nav.search")}
        </Button>
        {suggestions.list}
      </form>
      {query ? (
        <>
          <nav aria-label={t("search.kinds")} className="flex gap-4">
            {searchTypes.map((kind) => (
              <Link
                key={kind}
                href={address(query, kind, filters)}
                prefetch={false}
                replace
                scroll={false}
                aria-current={kind === type ? "page" : undefined}
                className={cx(
                  "flex min-h-11 items-center border-b-2 text-15 font-semibold",
                  kind === type ? "border-lamp" : "border-transparent text-muted",
                )}
              >
                {t(`search.${kind}`)}
              </Link>
            ))}
          </nav>
          {type === "videos" ? (
            <SearchFilters filters={filters} onFilters={(next) => go(query, type, next)} />
          ) : null}
          <SearchResults key={`${type} ${query}`} type={type} query={query} filters={filters} />
        </>
      ) : (
        <SearchStart />
      )}
    </>
  );
}
