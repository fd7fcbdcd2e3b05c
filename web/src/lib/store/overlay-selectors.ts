import type { Comment, UserSummary, Video } from "@/lib/api/types";
import type { OverlayState } from "./overlay-slice";

/** What every screen shows of a video: the server's copy, newer live counts, taps still out. */
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
  const over = overlay.videos[video.id];
  const stats =
    over && over.rev >= video.stats.rev ? { ...video.stats, ...over.counts } : video.stats;
  return {
    liked: over?.pendingLike?.on ?? over?.viewer.liked ?? video.viewer.liked,
    likes: over?.pendingLike?.count ?? stats.likes,
    saved: over?.pendingSave?.on ?? over?.viewer.saved ?? video.viewer.saved,
    saves: over?.pendingSave?.count ?? stats.saves,
    comments: stats.comments,
    shares: stats.shares,
    views: stats.views,
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
  const over = overlay.follows[username.toLowerCase()];
  if (!over) return { ...known, followers };
  return { ...over, followers: over.followers ?? followers };
}

export function commentNow(overlay: OverlayState, comment: Comment) {
  return overlay.comments[comment.id] ?? { liked: comment.viewer.liked, likes: comment.likes };
}

export function isGone(overlay: OverlayState, video: { id: string; author: UserSummary }): boolean {
  return Boolean(
    overlay.goneVideos[video.id] ?? overlay.goneUsers[video.author.username.toLowerCase()],
  );
}
