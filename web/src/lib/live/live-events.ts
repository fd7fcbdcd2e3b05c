import type { Comment, Notification, VideoState, VideoStats } from "@/lib/api/types";

/** What the hub at /live sends (api.md, Notifications and live). */
export interface LiveEvents {
  notification: Notification;
  unread: { count: number };
  "notifications:read": { ids?: string[]; upTo?: string };
  "video:stats": { videoId: string } & VideoStats;
  "video:comment": { comment: Comment; clientRef?: string | null };
  "video:comment_updated": { comment: Comment };
  "video:comment_deleted": { videoId: string; commentId: string };
  "video:state": {
    videoId: string;
    state: VideoState;
    stage?: string | null;
    progress?: number | null;
  };
  viewer: {
    videoId?: string;
    liked?: boolean;
    saved?: boolean;
    username?: string;
    following?: boolean;
    requested?: boolean;
  };
  presence: { username: string; online: boolean; lastSeenAt: string | null };
  "feed:purge": { videoIds?: string[]; usernames?: string[] };
  "session:ended": Record<string, never>;
}

export type LiveEvent = keyof LiveEvents;

export const liveEvents: LiveEvent[] = [
  "notification",
  "unread",
  "notifications:read",
  "video:stats",
  "video:comment",
  "video:comment_updated",
  "video:comment_deleted",
  "video:state",
  "viewer",
  "presence",
  "feed:purge",
  "session:ended",
];
