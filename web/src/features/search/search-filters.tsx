"use client";

import { controlClass } from "@/components/field/field";
import { useTranslator } from "@/lib/i18n/use-translator";

const choices = {
  sort: ["relevance", "recent", "popular"],
  duration: ["any", "15000", "60000"],
  since: ["any", "1", "7", "30"],
} as const;

type Name = keyof typeof choices;
export type Filters = Record<Name, string>;

const names = Object.keys(choices) as Name[];

/** From the address; what is not one of the choices is the first of them. */
export function readFilters(params: { get: (name: string) => string | null }): Filters {
  const read = (name: Name) => {
    const value = params.get(name);
    return choices[name].find((choice) => choice === value) ?? choices[name][0];
  };
  return { sort: read("sort"), duration: read("duration"), since: read("since") };
}

const dayMs = 86_400_000;

/** For our own address, or for the API, which wants milliseconds and a time. */
export function filterQuery(filters: Filters, forApi = false): string {
  return names
    .filter((name) => filters[name] !== choices[name][0])
    .map((name) => {
      const value = filters[name];
      if (!forApi || name === "sort") return `&${name}=${value}`;
      if (name === "duration") return `&durationMaxMs=${value}`;
      // Whole days, so that the same search is the same key.
      const start = Math.floor(Date.now() / dayMs) * dayMs - (Number(value) - 1) * dayMs;
      return `&since=${new Date(start).toISOString()}`;
    })
    .join("");
}

interface SearchFiltersProps {
  filters: Filters;
  onFilters: (filters: Filters) => void;
}

export function SearchFilters({ filters, onFilters }: SearchFiltersProps) {
  const { t } = useTranslator();
  return (
    <div className="-mx-4 hide-scrollbar flex gap-2 overflow-x-auto px-4">
      {names.map((name) => (
        <select
          key={name}
          aria-label={t(`search.${name}`)}
          value={filters[name]}
          onChange={(event) => onFilters({ ...filters, [name]: event.currentTarget.value })}
          className={`${controlClass} w-auto! shrink-0`}
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
