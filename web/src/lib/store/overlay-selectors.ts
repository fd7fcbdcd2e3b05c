import type { Comment, Video } from "@/lib/api/types";
import type { OverlayState } from "./overlay-slice";
import { type Standing, togglable } from "./togglable";

/** What every screen shows: a tap still out, else the last word of the server, else its own copy. */
function standing(overlay: OverlayState, path: string, copy: Standing): Standing {
  const { pending, known } = overlay.toggles[path] ?? {};
  if (pending) return pending;
  if (!known) return copy;
  const newer = known.count !== undefined && (known.rev ?? 0) >= (copy.rev ?? 0);
  return newer ? known : { ...known, count: copy.count };
}

export interface VideoNow {
  liked: boolean;
  likes: number;
  saved: boolean;
  saves: number;
  comments: number;
  shares: number;
  views: number;
}

export function videoNow(overlay: OverlayState, video: Video): VideoNow {
  const { id, viewer } = video;
  const live = overlay.stats[id];
  const stats = live && live.rev >= video.stats.rev ? live : video.stats;
  const { likes, saves, comments, shares, views, rev } = stats;
  const like = standing(overlay, togglable.like(id), { on: viewer.liked, count: likes, rev });
  const save = standing(overlay, togglable.save(id), { on: viewer.saved, count: saves, rev });
  return {
    liked: like.on,
    likes: like.count ?? likes,
    saved: save.on,
    saves: save.count ?? saves,
    comments,
    shares,
    views,
  };
}

export interface FollowNow {
  following: boolean;
  requested: boolean;
  followers?: number;
}

export function followNow(
  overlay: OverlayState,
  username: string,
  known: { following: boolean; requested: boolean },
  followers?: number,
): FollowNow {
  const { on, requested, count } = standing(overlay, togglable.follow(username), {
    on: known.following,
    requested: known.requested,
    count: followers,
  });
  return { following: on, requested: requested ?? false, followers: count ?? followers };
}

export function commentNow(overlay: OverlayState, { id, viewer, likes }: Comment) {
  const copy = { on: viewer.liked, count: likes };
  const { on, count } = standing(overlay, togglable.commentLike(id), copy);
  return { liked: on, likes: count ?? likes };
}
