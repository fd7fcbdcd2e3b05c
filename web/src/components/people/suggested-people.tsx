"use client";

import Link from "next/link";
import { Avatar } from "@/components/avatar/avatar";
import { FollowButton } from "@/components/follow-button/follow-button";
import type { SuggestedUser } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";

/** People worth following, each with the reason why. Nothing stands here when there is nobody. */
export function SuggestedPeople({ people }: { people: SuggestedUser[] }) {
  const { t, sentence } = useTranslator();
  if (people.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-20 font-semibold">{t("discover.people")}</h2>
      <ul className="hide-scrollbar flex gap-2 overflow-x-auto">
        {people.map((user) => (
          <li
            key={user.id}
            className="flex w-40 shrink-0 flex-col items-center gap-2 rounded-stage border border-hair bg-raised p-4 text-center"
          >
            <Link
              href={`/@${user.username}`}
              prefetch={false}
              className="flex w-full flex-col items-center gap-1"
            >
              <Avatar user={user} />
              <span className="w-full truncate font-semibold" dir="auto">
                {user.displayName || user.username}
              </span>
            </Link>
            <span className="line-clamp-2 min-h-9 text-13 text-muted">{sentence(user.reason)}</span>
            <FollowButton
              username={user.username}
              known={{ following: false, requested: false }}
              secondary
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
