import type {
  Comment,
  FollowState,
  InboxRead,
  LikeState,
  Notification,
  Processing,
  Profile,
  SaveState,
  Unread,
  UserSummary,
  Video,
  VideoStats,
} from "@/lib/api/types";

type VideoId = Video["id"];
type Username = UserSummary["username"];

/** Where the hub says null, the API leaves it out. */
type OrNull<T> = { [K in keyof T]?: T[K] | null };

/**
 * What the hub at /live sends (api.md, Notifications and live). It is in no document of its own: what is the same as in the
 * API is taken from there, so that a change of it does not compile here either.
 */
export interface LiveEvents {
  notification: Notification;
  unread: Unread;
  "notifications:read": InboxRead;
  "video:stats": { videoId: VideoId } & VideoStats;
  "video:comment": { comment: Comment } & Pick<Comment, "clientRef">;
  "video:comment_updated": { comment: Comment };
  "video:comment_deleted": { videoId: Comment["videoId"]; commentId: Comment["id"] };
  "video:state": { videoId: VideoId } & Pick<Video, "state"> & OrNull<Processing>;
  viewer: Partial<
    { videoId: VideoId; commentId: Comment["id"]; username: Username } & Pick<LikeState, "liked"> &
      Pick<SaveState, "saved"> &
      Pick<FollowState, "following" | "requested">
  >;
  presence: { username: Username; lastSeenAt: string | null } & Required<Pick<Profile, "online">>;
  "feed:purge": { videoIds?: VideoId[]; usernames?: Username[] };
  "session:ended": Record<string, never>;
}

export type LiveEvent = keyof LiveEvents;

/** Whether a clip, a comment or a person is of what `feed:purge` names. */
export function isOf(
  { videoIds = [], usernames = [] }: LiveEvents["feed:purge"],
  item: { id?: string; username?: string; author?: { username: string } | null },
): boolean {
  const name = (item.author?.username ?? item.username)?.toLowerCase();
  return (
    videoIds.some((id) => id === item.id) ||
    usernames.some((username) => username.toLowerCase() === name)
  );
}

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
