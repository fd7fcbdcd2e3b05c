import type { Comment, FeedItem, Me, UserSummary, Video } from "@/lib/api/types";

/** Builders of API shapes: each test names only what it is about. */
export function aUser(username = "ana"): UserSummary {
  return { id: `user-${username}`, username, displayName: username, avatarUrl: null };
}

export function aVideo(id = "v1", change: Partial<Video> = {}): Video {
  return {
    id,
    url: `/@ana/video/${id}`,
    shareUrl: `http://localhost:3000/v/${id}`,
    title: `Clip ${id}`,
    description: "",
    entities: [],
    tags: [],
    author: aUser(),
    createdAt: "2026-11-01T10:00:00Z",
    publishedAt: "2026-11-01T10:00:00Z",
    editedAt: null,
    state: "ready",
    durationMs: 8_000,
    width: 540,
    height: 960,
    hasAudio: true,
    audience: "public",
    allowComments: true,
    labels: [],
    playback: {
      hls: "",
      sources: [],
      poster: { color: "#102030", thumbhash: null, images: [] },
    },
    captions: [],
    stats: { views: 10, likes: 5, comments: 2, shares: 1, saves: 3, rev: 7 },
    viewer: {
      liked: false,
      saved: false,
      following: false,
      requested: false,
      own: false,
      canComment: true,
    },
    ...change,
  };
}

export function anItem(id: string, code: string | null = null): FeedItem {
  return {
    video: aVideo(id),
    impressionId: `i-${id}`,
    reason: code ? { code, params: {}, text: code } : null,
  };
}

export function aComment(id = "c1", change: Partial<Comment> = {}): Comment {
  return {
    id,
    videoId: "v1",
    parentId: null,
    author: aUser("bela"),
    text: `Comment ${id}`,
    entities: [],
    createdAt: "2026-11-01T10:00:00Z",
    editedAt: null,
    pinned: false,
    deleted: false,
    likes: 0,
    likedByAuthor: false,
    replies: 0,
    viewer: { liked: false, own: false },
    ...change,
  };
}

export function aMe(username = "me"): Me {
  return {
    ...aUser(username),
    bio: "",
    entities: [],
    links: [],
    isPrivate: false,
    followers: 0,
    following: 0,
    likes: 0,
    videos: 0,
    viewer: { following: false, followedBy: false, requested: false, blocked: false, muted: false },
    email: `${username}@example.org`,
    emailVerified: true,
    role: "user",
    twoFactor: false,
    unread: 0,
    onboarded: true,
    settings: {
      isPrivate: false,
      showLikes: true,
      showPresence: true,
      whoCanComment: "everyone",
      whoCanMention: "everyone",
      sensitive: "blur",
      autoplay: true,
      captions: false,
      dataSaver: false,
      theme: "system",
      locale: "en",
      shortcuts: true,
    },
  };
}
