// The shapes of the public API. Ids are UUIDv7 strings, times ISO 8601 UTC, durations milliseconds.

/** A list page. Only `nextCursor: null` ends a list; a page may be short or empty. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  prevCursor?: string | null;
}

/** A sentence the server wrote: translated by `code`, `text` is the fallback. */
export interface Sentence {
  code: string;
  params?: Record<string, string | number>;
  text: string;
}

/** A tag, mention or link in a text; offsets are UTF-16. */
export interface TextEntity {
  type: "tag" | "mention" | "link";
  start: number;
  end: number;
  value: string;
}

export type Registration = "open" | "invite" | "approval" | "closed";

export interface Instance {
  name: string;
  description: string;
  icon: string | null;
  accent: string | null;
  registration: Registration;
  minimumAge: number;
  rules: string[];
  legal: { terms: string | null; privacy: string | null; imprint: string | null };
  contact: string | null;
  signedOutBrowsing: boolean;
  publicUrl: string;
  /** True while nobody has set this instance up. */
  setup: boolean;
  limits: { uploadBytes: number; durationMs: number; types: string[]; captionLength: number };
  features: { mail: boolean; passkeys: boolean };
}

export interface Invite {
  code: string;
  url: string;
  uses: number;
  expiresAt: string | null;
}

export interface UserSummary {
  id: string;
  username: string;
  displayName: string;
  avatarUrl: string | null;
  /** Made up by `seed`: wears a badge. */
  demo?: boolean;
}

export interface ListedUser extends UserSummary {
  viewer: { following: boolean; followedBy: boolean };
}

export interface SuggestedUser extends UserSummary {
  reason: Sentence;
}

export interface ProfileViewer {
  following: boolean;
  followedBy: boolean;
  requested: boolean;
  blocked: boolean;
  muted: boolean;
}

export interface Profile extends UserSummary {
  bio: string;
  entities: TextEntity[];
  links: string[];
  isPrivate: boolean;
  followers: number;
  following: number;
  likes: number;
  videos: number;
  online?: boolean;
  viewer: ProfileViewer;
}

export type Audience = "public" | "followers" | "unlisted" | "private";
export type Permission = "everyone" | "followers" | "following" | "nobody";

export interface Settings {
  isPrivate: boolean;
  showLikes: boolean;
  showPresence: boolean;
  whoCanComment: string;
  whoCanMention: string;
  sensitive: "hide" | "blur" | "show";
  autoplay: boolean;
  captions: boolean;
  dataSaver: boolean;
  theme: "system" | "dark" | "light";
  locale: string;
  shortcuts: boolean;
}

export interface Me extends Profile {
  email: string;
  emailVerified: boolean;
  role: "user" | "moderator" | "admin";
  twoFactor: boolean;
  unread: number;
  onboarded: boolean;
  deletionAt?: string | null;
  /** An address that waits for its link to be opened. */
  pendingEmail?: string | null;
  settings: Settings;
}

export interface Session {
  user: Me;
  expiresIn: number;
}

export interface FollowState {
  following: boolean;
  requested: boolean;
  followers: number;
}

export interface LikeState {
  liked: boolean;
  likes: number;
  rev: number;
}

export interface SaveState {
  saved: boolean;
  saves: number;
  rev: number;
}

export interface VideoSource {
  url: string;
  width: number;
  height: number;
  bitrate: number;
  codec: string;
  bytes: number;
  headBytes: number;
}

export interface PosterImage {
  url: string;
  width: number;
  type: string;
}

export interface Poster {
  color: string | null;
  thumbhash: string | null;
  images: PosterImage[];
}

export interface Playback {
  hls: string | null;
  sources: VideoSource[];
  poster: Poster;
  preview?: { url: string; type: string } | null;
  storyboard?: string | null;
  /** 1200 x 630, for previews of links. */
  ogImage?: string | null;
  expiresAt?: string | null;
}

export interface VideoStats {
  views: number;
  likes: number;
  comments: number;
  shares: number;
  saves: number;
  rev: number;
}

export interface VideoViewer {
  liked: boolean;
  saved: boolean;
  following: boolean;
  requested: boolean;
  own: boolean;
  canComment: boolean;
}

export type VideoState =
  "uploading" | "processing" | "ready" | "failed" | "draft" | "scheduled" | "removed";

export type VideoLabel = "sensitive" | "ai" | "ad" | "flashing";

export interface Video {
  id: string;
  url: string;
  shareUrl: string;
  title: string;
  description: string;
  entities: TextEntity[];
  tags: string[];
  author: UserSummary;
  createdAt: string;
  publishedAt: string | null;
  editedAt: string | null;
  state: VideoState;
  processing?: { stage: string; progress: number } | null;
  failure?: (Sentence & { retryable: boolean }) | null;
  removal?: Sentence | null;
  durationMs: number;
  width: number;
  height: number;
  hasAudio: boolean;
  audience: Audience;
  allowComments: boolean;
  labels: VideoLabel[];
  playback?: Playback | null;
  captions: { locale: string; label: string; auto: boolean; url: string }[];
  stats: VideoStats;
  viewer: VideoViewer;
  /** One's own scheduled clips only. */
  publishAt?: string | null;
  /** In one's history only. */
  watchedAt?: string | null;
}

export interface Comment {
  id: string;
  videoId: string;
  parentId: string | null;
  replyTo?: UserSummary | null;
  author: UserSummary;
  text: string;
  entities: TextEntity[];
  createdAt: string;
  editedAt: string | null;
  pinned: boolean;
  deleted: boolean;
  likes: number;
  likedByAuthor: boolean;
  replies: number;
  clientRef?: string | null;
  viewer: { liked: boolean; own: boolean };
}

export interface FeedItem {
  video: Video;
  impressionId: string;
  reason: Sentence | null;
}

export type FeedStatus = "more" | "caught_up" | "empty";

export interface ForYouPage {
  items: FeedItem[];
  status: FeedStatus;
}

export interface WhyContribution {
  name: string;
  value: number;
  weight: number;
  points: number;
  code: string;
  params?: Record<string, string | number>;
  text: string;
}

export interface Why {
  score: number;
  source: string;
  model: string;
  contributions: WhyContribution[];
}

export type WatchSource =
  | "for_you"
  | "following"
  | "latest"
  | "profile"
  | "search"
  | "tag"
  | "similar"
  | "saves"
  | "history"
  | "notification"
  | "share"
  | "embed";

export interface Watch {
  videoId: string;
  impressionId?: string;
  playId: string;
  watchedMs: number;
  ranges?: [number, number][];
  loops: number;
  completed: boolean;
  firstFrameMs?: number;
  stalls?: number;
  source: WatchSource;
}

export type NotificationType =
  | "follow"
  | "follow_request"
  | "follow_accepted"
  | "like"
  | "comment"
  | "reply"
  | "comment_like"
  | "mention"
  | "share"
  | "new_video"
  | "video_ready"
  | "video_failed"
  | "scheduled_published"
  | "moderation"
  | "export_ready"
  | "security"
  | "announcement";

export interface Notification {
  id: string;
  type: NotificationType;
  url: string;
  actors: (UserSummary & { viewer: { following: boolean } })[];
  count: number;
  video?: { id: string; url: string; poster: string | null } | null;
  comment?: { id: string; text: string } | null;
  detail?: Sentence | null;
  createdAt: string;
  updatedAt: string;
  seen: boolean;
  read: boolean;
}

export type Suggestion =
  | { type: "user"; user: UserSummary }
  | { type: "tag"; tag: string; videos: number }
  | { type: "query"; text: string };

export interface Tag {
  tag: string;
  videos: number;
  viewer?: { following: boolean };
}

export interface UnfinishedUpload {
  id: string;
  fileName: string;
  size: number;
  offset: number;
  expiresAt: string;
  videoId?: string | null;
}

export interface SessionItem {
  id: string;
  current: boolean;
  userAgent: string;
  address: string | null;
  createdAt: string;
  lastUsedAt: string;
}

export interface StatisticsTotals {
  views: number;
  viewers: number;
  watchedMs: number;
  /** Watched time over duration; loops count, so it can pass 100. */
  averagePercent: number;
  completed: number;
  followersGained: number;
}

export interface Statistics {
  totals: StatisticsTotals;
  /** One entry a UTC day. */
  days: { day: string; totals: StatisticsTotals }[];
  sources: { source: WatchSource; views: number; watchedMs: number }[];
  /** Of one video: the share of plays still there, in fifty equal parts. */
  retention?: number[];
  durationMs?: number;
  /** Of all videos: those most viewed. */
  videos?: { video: Video; totals: StatisticsTotals }[];
}

export interface FeedPreferences {
  personalised: boolean;
  /** -1 (less) to 1 (more). */
  topics: Record<string, number>;
  mutedWords: string[];
  weights: Record<string, number>;
  weightsSchema: { name: string; min: number; max: number; default: number }[];
}
