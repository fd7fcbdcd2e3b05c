"use client";

import type { ReactNode } from "react";
import { EmptyState } from "@/components/empty-state/empty-state";
import { ListEnd } from "@/components/paged-list/list-end";
import { usePaged } from "@/components/paged-list/use-paged";
import { UserRow } from "@/components/people/user-row";
import { TagRow } from "@/components/tag-row/tag-row";
import { VideoGrid } from "@/components/video-grid/video-grid";
import type { Tag, UserSummary } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useLivePeople } from "@/lib/live/live";

export const searchTypes = ["videos", "users", "tags"] as const;
export type SearchType = (typeof searchTypes)[number];

interface SearchResultsProps {
  type: SearchType;
  query: string;
  /** Sort, length and time as query parameters; clips only. */
  filters: string;
}

export function SearchResults({ type, query, filters }: SearchResultsProps) {
  const { t } = useTranslator();
  const path = `/search?q=${encodeURIComponent(query)}&type=${type}&limit=24${type === "videos" ? filters : ""}`;
  const empty = <EmptyState drawing="gap" title={t("search.nothing", { query })} />;
  if (type === "videos") {
    const from = `search:q=${encodeURIComponent(query)}${filters}`;
    return <VideoGrid path={path} from={from} empty={empty} showAuthor />;
  }
  return type === "users" ? (
    <People path={path} empty={empty} />
  ) : (
    <Tags path={path} empty={empty} />
  );
}

interface ListProps {
  path: string;
  empty: ReactNode;
}

function People({ path, empty }: ListProps) {
  const list = usePaged<UserSummary>(path);
  useLivePeople(list.items.map(({ username }) => username));
  return (
    <>
      {list.items.map((user) => (
        <UserRow key={user.id} user={user} />
      ))}
      <ListEnd list={list} empty={empty} />
    </>
  );
}

function Tags({ path, empty }: ListProps) {
  const list = usePaged<Tag>(path, undefined, (tag) => tag.tag);
  return (
    <>
      {list.items.map((tag) => (
        <TagRow key={tag.tag} tag={tag} />
      ))}
      <ListEnd list={list} empty={empty} />
    </>
  );
}
