import type { FeedSource } from "@/features/feed/feed-source";
import type { Video, WatchSource } from "@/lib/api/types";

/** Swiping on goes where one came from; from a link it goes to the feed, seeded by the clip. */
export function startOf(from: string, video: Video): FeedSource {
  const around = `?around=${video.id}`;
  switch (from) {
    case "profile":
      return {
        kind: "list",
        path: `/users/${encodeURIComponent(video.author.username)}/videos${around}`,
        watchSource: "profile",
      };
    case "saves":
      return { kind: "list", path: `/users/me/saves${around}`, watchSource: "saves" };
    case "history":
      return { kind: "list", path: `/users/me/history${around}`, watchSource: "history" };
    case "latest":
      return { kind: "list", path: "/feed/latest", watchSource: "latest" };
    default:
      if (from.startsWith("likes:")) {
        const name = encodeURIComponent(from.slice(6));
        return { kind: "list", path: `/users/${name}/likes`, watchSource: "profile" };
      }
      if (from.startsWith("search:")) {
        const query = encodeURIComponent(from.slice(7));
        return { kind: "list", path: `/search?type=videos&q=${query}`, watchSource: "search" };
      }
      if (from.startsWith("tag:")) {
        const tag = encodeURIComponent(from.slice(4));
        return { kind: "list", path: `/tags/${tag}/videos${around}`, watchSource: "tag" };
      }
      return { kind: "for-you", seed: video.id };
  }
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
