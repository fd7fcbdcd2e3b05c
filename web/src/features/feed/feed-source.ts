import type { FeedItem, FeedStatus, ForYouPage, Page, Video, WatchSource } from "@/lib/api/types";
import { type Url, onPage, url } from "@/lib/api/url";

/** A list that can be swiped through. */
export type FeedList = Url<Page<FeedItem>> | Url<Page<Video>>;

export type FeedUrl = Url<ForYouPage> | FeedList;

/** Where a feed's clips come from. */
export type FeedSource =
  | { kind: "for-you"; seed?: string }
  /** A list by time or place, paged by cursor: following, latest, a profile's clips. */
  | {
      kind: "list";
      path: FeedList;
      watchSource: WatchSource;
      /** A list that cannot be read upwards from a clip: the leading one is looked for from its top. */
      seek?: boolean;
    };

export interface FeedPage {
  items: (FeedItem | Video)[];
  status: FeedStatus | "end";
  cursor: string | null;
  /** Where a list that was entered in its middle goes on upwards. */
  before: string | null;
}

export const pageSize = 8;
/** The most the gateway gives at once. */
const seekPageSize = 50;

export type FetchPage = (path: FeedUrl) => Promise<ForYouPage | Page<FeedItem | Video>>;

export function nextPath(source: FeedSource, held: string[], cursor: string | null): FeedUrl {
  if (source.kind === "list") {
    return onPage(source.path, cursor, source.seek ? seekPageSize : pageSize);
  }
  return url("/feed/for-you", {
    query: { limit: pageSize, seed: source.seed, holding: held.join(",") },
  });
}

/** Both answer shapes in one. */
export function toPage(answer: ForYouPage | Page<FeedItem | Video>): FeedPage {
  if ("status" in answer)
    return { items: answer.items, status: answer.status, cursor: null, before: null };
  const end = answer.nextCursor === null;
  const { items, nextCursor, prevCursor } = answer;
  return { items, status: end ? "end" : "more", cursor: nextCursor, before: prevCursor ?? null };
}
