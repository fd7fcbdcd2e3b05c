import type { FeedSource } from "@/features/feed/feed-source";
import type { Video, WatchSource } from "@/lib/api/types";
import { url } from "@/lib/api/url";

/** Swiping on goes where one came from; from a link it goes to the feed, seeded by the clip. */
export function startOf(from: string, video: Video): FeedSource {
  const query = { around: video.id };
  switch (from) {
    case "profile":
      return {
        kind: "list",
        path: url("/users/{username}/videos", { path: { username: video.author.username }, query }),
        watchSource: "profile",
      };
    case "saves":
      return { kind: "list", path: url("/users/me/saves"), watchSource: "saves", seek: true };
    case "history":
      return { kind: "list", path: url("/users/me/history"), watchSource: "history", seek: true };
    case "latest":
      return { kind: "list", path: url("/feed/latest"), watchSource: "latest", seek: true };
    default:
      if (from.startsWith("likes:")) {
        const path = url("/users/{username}/likes", { path: { username: from.slice(6) } });
        return { kind: "list", path, watchSource: "profile", seek: true };
      }
      if (from.startsWith("search:")) {
        return { kind: "list", path: searched(from.slice(7)), watchSource: "search", seek: true };
      }
      if (from.startsWith("tag:")) {
        const path = url("/tags/{tag}/videos", { path: { tag: from.slice(4) }, query });
        return { kind: "list", path, watchSource: "tag" };
      }
      return { kind: "for-you", seed: video.id };
  }
}

/** The search one came from, as its address said it. */
function searched(said: string) {
  const asked = new URLSearchParams(said);
  const sort = (["recent", "popular"] as const).find((name) => name === asked.get("sort"));
  const query = {
    type: "videos",
    q: asked.get("q") ?? undefined,
    sort,
    durationMaxMs: Number(asked.get("durationMaxMs")) || undefined,
    since: asked.get("since") ?? undefined,
  } as const;
  return url("/search", { query });
}

/** How the clip of the address itself was come by. */
export function leadSource(from: string, comment: boolean): WatchSource {
  if (comment) return "notification";
  const [place] = from.split(":");
  const known: Record<string, WatchSource> = {
    profile: "profile",
    likes: "profile",
    saves: "saves",
    history: "history",
    latest: "latest",
    tag: "tag",
    search: "search",
  };
  return known[place ?? ""] ?? "share";
}
