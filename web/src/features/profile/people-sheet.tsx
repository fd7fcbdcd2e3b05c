"use client";

import { Sheet } from "@/components/dialog/sheet";
import { EmptyState } from "@/components/empty-state/empty-state";
import { FollowButton } from "@/components/follow-button/follow-button";
import { ListEnd } from "@/components/paged-list/list-end";
import { usePaged } from "@/components/paged-list/use-paged";
import { UserRow } from "@/components/people/user-row";
import type { ListedUser } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useLivePeople } from "@/lib/live/live";

interface PeopleSheetProps {
  username: string;
  list: "followers" | "following";
  onClose: () => void;
}

/** Who follows this person, or whom they follow. */
export default function PeopleSheet({ username, list, onClose }: PeopleSheetProps) {
  const { t } = useTranslator();
  const people = usePaged<ListedUser>(`/users/${encodeURIComponent(username)}/${list}?limit=30`);
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
                  known={{ following: user.viewer.following, requested: false }}
                  followedBy={user.viewer.followedBy}
                  secondary
                />
              }
            />
          </li>
        ))}
      </ul>
      <ListEnd list={people} empty={<EmptyState title={t(`profile.${list}Empty`)} />} />
    </Sheet>
  );
}
