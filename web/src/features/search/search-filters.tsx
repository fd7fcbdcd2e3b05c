"use client";

import { controlClass } from "@/components/field/field";
import { useTranslator } from "@/lib/i18n/use-translator";

const choices = {
  sort: ["relevance", "recent", "popular"],
  duration: ["any", "15000", "60000"],
  since: ["any", "1", "7", "30"],
} as const;

type Name = keyof typeof choices;
export type Filters = { [N in Name]: (typeof choices)[N][number] };

const names = Object.keys(choices) as Name[];

/** From the address; what is not one of the choices is the first of them. */
export function readFilters(params: { get: (name: string) => string | null }): Filters {
  const read = <T extends string>(name: Name, known: readonly T[]): T =>
    known.find((choice) => choice === params.get(name)) ?? known[0]!;
  return {
    sort: read("sort", choices.sort),
    duration: read("duration", choices.duration),
    since: read("since", choices.since),
  };
}

const dayMs = 86_400_000;

/** For our own address: what is not the first choice. */
export function filterQuery(filters: Filters): string {
  return names
    .filter((name) => filters[name] !== choices[name][0])
    .map((name) => `&${name}=${filters[name]}`)
    .join("");
}

/** For the API, which wants milliseconds and a time. */
export function filterParameters({ sort, duration, since }: Filters) {
  // Whole days, so that the same search is the same key.
  const today = Math.floor(Date.now() / dayMs) * dayMs;
  return {
    sort: sort === "relevance" ? undefined : sort,
    durationMaxMs: duration === "any" ? undefined : Number(duration),
    since:
      since === "any" ? undefined : new Date(today - (Number(since) - 1) * dayMs).toISOString(),
  };
}

interface SearchFiltersProps {
  filters: Filters;
  onFilters: (filters: Filters) => void;
}

export function SearchFilters({ filters, onFilters }: SearchFiltersProps) {
  const { t } = useTranslator();
  return (
    <div className="flex flex-wrap gap-2">
      {names.map((name) => (
        <select
          key={name}
          aria-label={t(`search.${name}`)}
          value={filters[name]}
          onChange={(event) => onFilters({ ...filters, [name]: event.currentTarget.value })}
          className={`${controlClass} w-auto! max-w-full`}
        >
          {choices[name].map((choice) => (
            <option key={choice} value={choice}>
              {t(`search.${name}.${choice}`)}
            </option>
          ))}
        </select>
      ))}
    </div>
  );
}
