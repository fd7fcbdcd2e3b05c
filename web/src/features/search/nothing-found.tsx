"use client";

import Link from "next/link";
import { buttonClass } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { UserRow } from "@/components/people/user-row";
import type { Page, UserSummary } from "@/lib/api/types";
import type { Url } from "@/lib/api/url";
import { useRead } from "@/lib/api/use-read";
import { useTranslator } from "@/lib/i18n/use-translator";

/** Nothing of this kind was found; the way on leads past the search. */
export function NothingFound({ query }: { query: string }) {
  const { t } = useTranslator();
  return (
    <EmptyState
      drawing="gap"
      title={t("search.nothing", { query })}
      action={
        <Link href="/discover" className={buttonClass("secondary")}>
          {t("nav.discover")}
        </Link>
      }
    />
  );
}

interface NoClipsProps {
  query: string;
  people: Url<Page<UserSummary>>;
  /** Where all of them are. */
  href: string;
}

const shown = 3;

/** No clips: somebody may have been looking for a person. */
export function NoClips({ query, people, href }: NoClipsProps) {
  const { t } = useTranslator();
  const { data, isLoading } = useRead(people);
  // What does not load here is told under People.
  if (isLoading) return null;
  if (!data || data.items.length === 0) return <NothingFound query={query} />;
  return (
    <section className="flex flex-col gap-2 pt-2">
      <p className="text-17">{t("search.onlyPeople", { query })}</p>
      {data.items.slice(0, shown).map((user) => (
        <UserRow key={user.id} user={user} />
      ))}
      {data.items.length > shown || data.nextCursor ? (
        <Link href={href} replace scroll={false} className={buttonClass("secondary", "self-start")}>
          {t("search.allPeople")}
        </Link>
      ) : null}
    </section>
  );
}
