"use client";

import useSWR from "swr";
import { EmptyState } from "@/components/empty-state/empty-state";
import { TagRow } from "@/components/tag-row/tag-row";
import type { Page, Tag } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";

/** Before anything is typed: what many use now. */
export function SearchStart() {
  const { t } = useTranslator();
  const { data } = useSWR<Page<Tag>>("/tags/trending?limit=10");
  if (!data || data.items.length === 0) return <EmptyState title={t("search.start")} />;
  return (
    <section>
      <h2 className="text-17 font-semibold">{t("search.trending")}</h2>
      {data.items.map((tag) => (
        <TagRow key={tag.tag} tag={tag} />
      ))}
    </section>
  );
}
