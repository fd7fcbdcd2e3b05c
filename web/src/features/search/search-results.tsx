"use client";

import type { ReactNode } from "react";
import { ListEnd } from "@/components/paged-list/list-end";
import { usePaged } from "@/components/paged-list/use-paged";
import { UserRow } from "@/components/people/user-row";
import { TagRow } from "@/components/tag-row/tag-row";
import { VideoGrid } from "@/components/video-grid/video-grid";
import type { SearchType } from "@/lib/api/routes";
import type { Page, Tag, UserSummary } from "@/lib/api/types";
import { type Url, queryOf, url } from "@/lib/api/url";
import { useLivePeople } from "@/lib/live/live";
import { NoClips, NothingFound } from "./nothing-found";
import { type Filters, filterParameters } from "./search-filters";

export const searchTypes: readonly SearchType[] = ["videos", "users", "tags"];

interface SearchResultsProps {
  type: SearchType;
  query: string;
  /** Clips only. */
  filters: Filters;
}

export function SearchResults({ type, query, filters }: SearchResultsProps) {
  const empty = <NothingFound query={query} />;
  if (type === "videos") {
    const narrowed = filterParameters(filters);
    const path = searchFor("videos", query, narrowed);
    const from = `search:${queryOf({ q: query, ...narrowed })}`;
    const people = searchFor("users", query);
    const href = `/search?q=${encodeURIComponent(query)}&type=users`;
    return (
      <VideoGrid
        path={path}
        from={from}
        empty={<NoClips query={query} people={people} href={href} />}
        showAuthor
      />
    );
  }
  return type === "users" ? (
    <People path={searchFor("users", query)} empty={empty} />
  ) : (
    <Tags path={searchFor("tags", query)} empty={empty} />
  );
}

function searchFor<T extends SearchType>(
  type: T,
  query: string,
  narrowed: Partial<ReturnType<typeof filterParameters>> = {},
) {
  return url("/search", { query: { q: query, type, limit: 24, ...narrowed } });
}

interface ListProps<T> {
  path: Url<Page<T>>;
  empty: ReactNode;
}

function People({ path, empty }: ListProps<UserSummary>) {
  const list = usePaged(path);
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

function Tags({ path, empty }: ListProps<Tag>) {
  const list = usePaged(path, undefined, (tag) => tag.tag);
  return (
    <>
      {list.items.map((tag) => (
        <TagRow key={tag.tag} tag={tag} />
      ))}
      <ListEnd list={list} empty={empty} />
    </>
  );
}
