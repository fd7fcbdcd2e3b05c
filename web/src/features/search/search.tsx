"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/button/button";
import { cx } from "@/components/class-names";
import { controlClass } from "@/components/field/field";
import { useTranslator } from "@/lib/i18n/use-translator";
import { SearchResults, type SearchType, searchTypes } from "./search-results";
import { SearchStart } from "./search-start";
import { type Filters, SearchFilters, filterQuery, readFilters } from "./search-filters";
import { Suggestions } from "./suggestions";

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

  function go(q: string, to: SearchType = type, narrowed: Filters = filters) {
    setTyped(q);
    setOpen(false);
    router.replace(`/search?q=${encodeURIComponent(q)}&type=${to}${filterQuery(narrowed)}`);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (typed.trim()) go(typed.trim());
  }

  return (
    <>
      <form role="search" onSubmit={submit} className="relative flex gap-2">
        <input
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
          <div role="tablist" aria-label={t("search.kinds")} className="flex gap-4">
            {searchTypes.map((kind) => (
              <button
                key={kind}
                type="button"
                role="tab"
                aria-selected={kind === type}
                onClick={() => go(query, kind)}
                className={cx(
                  "min-h-11 border-b-2 text-15 font-semibold",
                  kind === type ? "border-lamp" : "border-transparent text-muted",
                )}
              >
                {t(`search.${kind}`)}
              </button>
            ))}
          </div>
          {type === "videos" ? (
            <SearchFilters filters={filters} onFilters={(next) => go(query, type, next)} />
          ) : null}
          <SearchResults
            key={`${type} ${query}`}
            type={type}
            query={query}
            filters={filterQuery(filters, true)}
          />
        </>
      ) : (
        <SearchStart />
      )}
    </>
  );
}
