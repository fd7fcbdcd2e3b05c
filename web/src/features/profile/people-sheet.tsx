"use client";

import Link from "next/link";
import { buttonClass } from "@/components/button/button";
import { Sheet } from "@/components/dialog/sheet";
import { EmptyState } from "@/components/empty-state/empty-state";
import { FollowButton } from "@/components/follow-button/follow-button";
import { ListEnd } from "@/components/paged-list/list-end";
import { usePaged } from "@/components/paged-list/use-paged";
import { UserRow } from "@/components/people/user-row";
import { url } from "@/lib/api/url";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useLivePeople } from "@/lib/live/live";
import { useMe } from "@/lib/store/hooks";

interface PeopleSheetProps {
  username: string;
  list: "followers" | "following";
  onClose: () => void;
}

/** Who follows this person, or whom they follow. */
export default function PeopleSheet({ username, list, onClose }: PeopleSheetProps) {
  const { t } = useTranslator();
  const own = useMe()?.username === username;
  const people = usePaged(
    url(`/users/{username}/${list}`, { path: { username }, query: { limit: 30 } }),
  );
  useLivePeople(people.items.slice(0, 100).map((user) => user.username));
  return (
    <Sheet title={t(`profile.${list}Title`)} onClose={onClose} tall>
      <ul>
        {people.items.map((user) => (
          <li key={user.id}>
            <UserRow
              user={user}
              action={
                <FollowButton
                  username={user.username}
                  known={user.viewer}
                  followedBy={user.viewer.followedBy}
                  secondary
                />
              }
            />
          </li>
        ))}
      </ul>
      <ListEnd list={people} empty={<Nobody list={list} own={own} />} />
    </Sheet>
  );
}

interface NobodyProps {
  list: PeopleSheetProps["list"];
  own: boolean;
}

/** The way on is one's own: what brings followers, or where there are people to follow. */
function Nobody({ list, own }: NobodyProps) {
  const { t } = useTranslator();
  if (!own) return <EmptyState title={t(`profile.${list}Empty`)} />;
  const isFollowers = list === "followers";
  return (
    <EmptyState
      title={t(`profile.${list}OwnEmpty`)}
      action={
        <Link href={isFollowers ? "/upload" : "/discover"} className={buttonClass("primary")}>
          {t(isFollowers ? "nav.post" : "feed.findPeople")}
        </Link>
      }
    />
  );
}
