import { type PayloadAction, createSlice } from "@reduxjs/toolkit";
import type { Comment, Video, VideoStats } from "@/lib/api/types";
import { signedIn, signedOut } from "./session-slice";
import { type Standing, togglable } from "./togglable";

interface Toggle {
  /** The last word of the server. Without one, each screen shows what it was read with. */
  known?: Standing;
  /** The `news` that word was. */
  at: number;
  /** A tap whose answer is still out: what every screen shows meanwhile. */
  pending?: Standing;
}

export interface Presence {
  online: boolean;
  lastSeenAt: string | null;
}

/** What is newer than the copies the screens were drawn from; they all look here first. */
export interface OverlayState {
  /** By the path that switches it (`togglable`). */
  toggles: Record<string, Toggle>;
  /** Live counts by video. */
  stats: Record<string, VideoStats>;
  presence: Record<string, Presence>;
  /** How many answered taps and live acts there were: tells what was asked for before one. */
  news: number;
}

const initialState: OverlayState = { toggles: {}, stats: {}, presence: {}, news: 0 };

/** The newer count stays, and one that was not told stays while nothing was switched. */
function learn(toggle: Toggle, now: Standing): void {
  const { known } = toggle;
  const keep =
    known && (now.count === undefined ? now.on === known.on : (now.rev ?? 0) < (known.rev ?? 0));
  toggle.known = keep ? { ...now, count: known.count, rev: known.rev } : now;
}

function news(state: OverlayState, path: string, now: Standing): Toggle {
  const toggle = (state.toggles[path] ??= { at: 0 });
  learn(toggle, now);
  toggle.at = ++state.news;
  return toggle;
}

/** What was asked for before the last news, or beside a tap, may be older than what is shown. */
function read(state: OverlayState, path: string, now: Standing, asOf: number): void {
  const toggle = state.toggles[path];
  if (toggle?.known && !toggle.pending && toggle.at <= asOf) learn(toggle, now);
}

const overlay = createSlice({
  name: "overlay",
  initialState,
  reducers: {
    tapped(state, { payload: { path, now } }: PayloadAction<{ path: string; now: Standing }>) {
      (state.toggles[path] ??= { at: 0 }).pending = now;
    },
    /** `final` is false when a newer tap of the same thing is queued behind this answer. */
    answered(state, { payload }: PayloadAction<{ path: string; now: Standing; final: boolean }>) {
      const toggle = news(state, payload.path, payload.now);
      if (payload.final) delete toggle.pending;
    },
    /** The tap was refused: back to the last word of the server. */
    undone(state, { payload: path }: PayloadAction<string>) {
      delete state.toggles[path]?.pending;
    },
    /** My own act on another device. */
    actedElsewhere(
      state,
      { payload: { path, now } }: PayloadAction<{ path: string; now: Standing }>,
    ) {
      news(state, path, now);
    },
    /** Fresh from the server, asked for when `news` was `asOf`. */
    videosRead(state, { payload }: PayloadAction<{ videos: Video[]; asOf: number }>) {
      const { videos, asOf } = payload;
      for (const { id, author, viewer, stats } of videos) {
        const { liked, saved, following, requested } = viewer;
        const { likes, saves, rev } = stats;
        read(state, togglable.like(id), { on: liked, count: likes, rev }, asOf);
        read(state, togglable.save(id), { on: saved, count: saves, rev }, asOf);
        read(state, togglable.follow(author.username), { on: following, requested }, asOf);
      }
    },
    commentsRead(state, { payload }: PayloadAction<{ comments: Comment[]; asOf: number }>) {
      for (const { id, likes, viewer } of payload.comments) {
        const now = { on: viewer.liked, count: likes };
        read(state, togglable.commentLike(id), now, payload.asOf);
      }
    },
    /** The live count of a comment: it has no `rev`, what was told last is the newest. */
    commentCounted(state, { payload }: PayloadAction<Pick<Comment, "id" | "likes">>) {
      const known = state.toggles[togglable.commentLike(payload.id)]?.known;
      if (known) known.count = payload.likes;
    },
    /** Live counts; those with a lower `rev` came late and are ignored. */
    statsArrived(state, { payload }: PayloadAction<{ videoId: string } & VideoStats>) {
      const { videoId, ...stats } = payload;
      if (stats.rev >= (state.stats[videoId]?.rev ?? 0)) state.stats[videoId] = stats;
    },
    presenceArrived(state, { payload }: PayloadAction<{ username: string } & Presence>) {
      const { username, ...presence } = payload;
      state.presence[username.toLowerCase()] = presence;
    },
  },
  extraReducers: (builder) => {
    // Nothing of the last viewer may show to the next; what was asked for before still is older.
    const forget = ({ news }: OverlayState) => ({ ...initialState, news });
    builder.addCase(signedIn, forget).addCase(signedOut, forget);
  },
});

export const {
  tapped,
  answered,
  undone,
  actedElsewhere,
  videosRead,
  commentsRead,
  commentCounted,
  statsArrived,
  presenceArrived,
} = overlay.actions;
export const overlayReducer = overlay.reducer;
