import type { FeedItem, FeedStatus, ForYouPage, Page, Video, WatchSource } from "@/lib/api/types";

/** Where a feed's clips come from. */
export type FeedSource =
  | { kind: "for-you"; seed?: string }
  /** A list by time or place, paged by cursor: following, latest, a profile's clips. */
  | {
      kind: "list";
      path: string;
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

export type FetchPage = (path: string) => Promise<ForYouPage | Page<FeedItem | Video>>;

export function firstPath(source: FeedSource): string {
  if (source.kind === "list") {
    const limit = source.seek ? seekPageSize : pageSize;
    return `${source.path}${source.path.includes("?") ? "&" : "?"}limit=${limit}`;
  }
  const seed = source.seed ? `&seed=${source.seed}` : "";
  return `/feed/for-you?limit=${pageSize}${seed}`;
}

export function nextPath(source: FeedSource, held: string[], cursor: string | null): string {
  const first = firstPath(source);
  if (source.kind === "list") {
    return cursor ? `${first}&cursor=${encodeURIComponent(cursor)}` : first;
  }
  return held.length > 0 ? `${first}&holding=${held.join(",")}` : first;
}

/** Both answer shapes in one. */
export function toPage(answer: ForYouPage | Page<FeedItem | Video>): FeedPage {
  if ("status" in answer)
    return { items: answer.items, status: answer.status, cursor: null, before: null };
  const end = answer.nextCursor === null;
  const { items, nextCursor, prevCursor } = answer;
  return { items, status: end ? "end" : "more", cursor: nextCursor, before: prevCursor ?? null };
}
