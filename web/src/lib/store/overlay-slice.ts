import { type PayloadAction, createSlice } from "@reduxjs/toolkit";
import type {
  Comment,
  FollowState,
  LikeState,
  SaveState,
  Video,
  VideoStats,
  VideoViewer,
} from "@/lib/api/types";

/** A tap whose answer is still out: what every screen shows meanwhile. */
interface Pending {
  on: boolean;
  count: number;
}

interface VideoOverlay {
  counts: Partial<Omit<VideoStats, "rev">>;
  rev: number;
  viewer: Partial<Pick<VideoViewer, "liked" | "saved">>;
  pendingLike?: Pending;
  pendingSave?: Pending;
}

interface FollowOverlay {
  following: boolean;
  requested: boolean;
  followers?: number;
}

interface CommentOverlay {
  liked: boolean;
  likes: number;
}

export interface Presence {
  online: boolean;
  lastSeenAt: string | null;
}

export interface OverlayState {
  videos: Record<string, VideoOverlay>;
  follows: Record<string, FollowOverlay>;
  comments: Record<string, CommentOverlay>;
  presence: Record<string, Presence>;
  goneVideos: Record<string, true>;
  goneUsers: Record<string, true>;
}

const initialState: OverlayState = {
  videos: {},
  follows: {},
  comments: {},
  presence: {},
  goneVideos: {},
  goneUsers: {},
};

const key = (username: string) => username.toLowerCase();

function entry(state: OverlayState, id: string): VideoOverlay {
  return (state.videos[id] ??= { counts: {}, rev: -1, viewer: {} });
}

const overlay = createSlice({
  name: "overlay",
  initialState,
  reducers: {
    likeTapped(state, { payload }: PayloadAction<{ id: string } & Pending>) {
      entry(state, payload.id).pendingLike = { on: payload.on, count: payload.count };
    },
    saveTapped(state, { payload }: PayloadAction<{ id: string } & Pending>) {
      entry(state, payload.id).pendingSave = { on: payload.on, count: payload.count };
    },
    /** `final` is false when a newer tap of the same thing is queued behind this answer. */
    likeAnswered(
      state,
      { payload }: PayloadAction<{ id: string; answer: LikeState; final: boolean }>,
    ) {
      const video = entry(state, payload.id);
      video.viewer.liked = payload.answer.liked;
      if (payload.answer.rev >= video.rev) {
        video.counts.likes = payload.answer.likes;
        video.rev = payload.answer.rev;
      }
      if (payload.final) delete video.pendingLike;
    },
    saveAnswered(
      state,
      { payload }: PayloadAction<{ id: string; answer: SaveState; final: boolean }>,
    ) {
      const video = entry(state, payload.id);
      video.viewer.saved = payload.answer.saved;
      if (payload.answer.rev >= video.rev) {
        video.counts.saves = payload.answer.saves;
        video.rev = payload.answer.rev;
      }
      if (payload.final) delete video.pendingSave;
    },
    likeUndone(state, { payload }: PayloadAction<string>) {
      delete entry(state, payload).pendingLike;
    },
    saveUndone(state, { payload }: PayloadAction<string>) {
      delete entry(state, payload).pendingSave;
    },
    /** Live counts; one with a lower `rev` came late and is ignored. */
    statsArrived(state, { payload }: PayloadAction<{ videoId: string } & VideoStats>) {
      const { videoId, rev, ...counts } = payload;
      const video = entry(state, videoId);
      if (rev < video.rev) return;
      video.counts = counts;
      video.rev = rev;
    },
    /** My own act on another device. */
    viewerChanged(
      state,
      { payload }: PayloadAction<{ videoId: string; liked?: boolean; saved?: boolean }>,
    ) {
      const { viewer } = entry(state, payload.videoId);
      if (payload.liked !== undefined) viewer.liked = payload.liked;
      if (payload.saved !== undefined) viewer.saved = payload.saved;
    },
    /** Fresh from the server: what the overlay knew of the viewer is older than this. */
    videosRead(state, { payload }: PayloadAction<Video[]>) {
      for (const { id, author } of payload) {
        const video = state.videos[id];
        if (video) video.viewer = {};
        if (author) delete state.follows[key(author.username)];
      }
    },
    followSet(state, { payload }: PayloadAction<{ username: string } & FollowOverlay>) {
      const { username, ...follow } = payload;
      state.follows[key(username)] = follow;
    },
    followAnswered(
      state,
      { payload }: PayloadAction<{ username: string; answer: FollowState; final: boolean }>,
    ) {
      if (payload.final) state.follows[key(payload.username)] = payload.answer;
    },
    commentLikeSet(state, { payload }: PayloadAction<{ id: string } & CommentOverlay>) {
      state.comments[payload.id] = { liked: payload.liked, likes: payload.likes };
    },
    commentsRead(state, { payload }: PayloadAction<Comment[]>) {
      for (const { id } of payload) delete state.comments[id];
    },
    presenceArrived(state, { payload }: PayloadAction<{ username: string } & Presence>) {
      state.presence[key(payload.username)] = {
        online: payload.online,
        lastSeenAt: payload.lastSeenAt,
      };
    },
    purged(state, { payload }: PayloadAction<{ videoIds?: string[]; usernames?: string[] }>) {
      for (const id of payload.videoIds ?? []) state.goneVideos[id] = true;
      for (const name of payload.usernames ?? []) state.goneUsers[key(name)] = true;
    },
    /** The viewer changed: nothing known of the last one may show. */
    overlayCleared: () => initialState,
  },
});

export const {
  likeTapped,
  saveTapped,
  likeAnswered,
  saveAnswered,
  likeUndone,
  saveUndone,
  statsArrived,
  viewerChanged,
  videosRead,
  followSet,
  followAnswered,
  commentLikeSet,
  commentsRead,
  presenceArrived,
  purged,
  overlayCleared,
} = overlay.actions;
export const overlayReducer = overlay.reducer;
