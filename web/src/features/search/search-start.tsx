"use client";

import { EmptyState } from "@/components/empty-state/empty-state";
import { Loaded } from "@/components/load-state/loaded";
import { TagRow } from "@/components/tag-row/tag-row";
import { url } from "@/lib/api/url";
import { useRead } from "@/lib/api/use-read";
import { useTranslator } from "@/lib/i18n/use-translator";

/** Before anything is typed: what many use now. */
export function SearchStart() {
  const { t } = useTranslator();
  const trending = useRead(url("/tags/trending", { query: { limit: 10 } }));
  return (
    <Loaded reading={trending}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title={t("search.start")} />
        ) : (
          <section>
            <h2 className="text-17 font-semibold">{t("search.trending")}</h2>
            {items.map((tag) => (
              <TagRow key={tag.tag} tag={tag} />
            ))}
          </section>
        )
      }
    </Loaded>
  );
}
