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
      return { kind: "list", path: "/users/me/saves", watchSource: "saves", seek: true };
    case "history":
      return { kind: "list", path: "/users/me/history", watchSource: "history", seek: true };
    case "latest":
      return { kind: "list", path: "/feed/latest", watchSource: "latest", seek: true };
    default:
      if (from.startsWith("likes:")) {
        const name = encodeURIComponent(from.slice(6));
        return { kind: "list", path: `/users/${name}/likes`, watchSource: "profile", seek: true };
      }
      if (from.startsWith("search:")) {
        const asked = new URLSearchParams(from.slice(7));
        const query = ["q", "sort", "durationMaxMs", "since"]
          .filter((name) => asked.has(name))
          .map((name) => `&${name}=${encodeURIComponent(asked.get(name) ?? "")}`)
          .join("");
        return {
          kind: "list",
          path: `/search?type=videos${query}`,
          watchSource: "search",
          seek: true,
        };
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
