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
import { Suggestions } from "./suggestions";

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
  const [open, setOpen] = useState(false);

  // On a slow line somebody types before this runs: that is what they look for.
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!box.current || box.current.value === query) return;
    setTyped(box.current.value);
    setOpen(document.activeElement === box.current);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  function go(q: string, to: SearchType = type, narrowed: Filters = filters) {
    setTyped(q);
    setOpen(false);
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
          onFocus={() => setOpen(true)}
          onBlur={() => setTimeout(() => setOpen(false), 150)}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setOpen(true);
          }}
          className={controlClass}
        />
        <Button kind="primary" type="submit">
          {t("nav.search")}
        </Button>
        {open && typed.trim() !== query ? <Suggestions typed={typed.trim()} onPick={go} /> : null}
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
