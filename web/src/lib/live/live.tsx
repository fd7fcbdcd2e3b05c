"use client";

import {
  type ReactNode,
  createContext,
  useContext,
  useEffect,
  useEffectEvent,
  useState,
} from "react";
import { useAppDispatch, useAppSelector, useViewerChanged } from "@/lib/store/hooks";
import {
  actedElsewhere,
  commentCounted,
  presenceArrived,
  statsArrived,
} from "@/lib/store/overlay-slice";
import { signedOut, unreadChanged } from "@/lib/store/session-slice";
import { type Standing, togglable } from "@/lib/store/togglable";
import { type LiveConnection, createLiveConnection } from "./live-connection";
import type { LiveEvent, LiveEvents } from "./live-events";

const LiveContext = createContext<LiveConnection | null>(null);

/**
 * SignalR is 14 kB nobody needs before the first clip plays; visitors, who only see counts move, not
 * while its neighbours are on their way either.
 */
const idleMs = 4_000;

export function LiveProvider({ children }: { children: ReactNode }) {
  const [live] = useState(createLiveConnection);
  const dispatch = useAppDispatch();
  const due = useAppSelector((state) => state.player.played && state.session.me !== null);

  useEffect(() => {
    if (due) {
      live.start();
      return;
    }
    const timer = setTimeout(() => live.start(), idleMs);
    return () => clearTimeout(timer);
  }, [live, due]);

  useEffect(() => () => live.stop(), [live]);

  useViewerChanged(() => live.restart());

  useEffect(() => {
    const off = [
      live.on("video:stats", (stats) => dispatch(statsArrived(stats))),
      live.on("video:comment_updated", ({ comment }) => dispatch(commentCounted(comment))),
      live.on("unread", ({ count }) => dispatch(unreadChanged(count))),
      live.on("presence", (presence) => dispatch(presenceArrived(presence))),
      live.on("session:ended", () => dispatch(signedOut())),
      live.on("viewer", ({ videoId, commentId, username, ...act }) => {
        const tell = (path: string, now: Standing) => dispatch(actedElsewhere({ path, now }));
        const { liked, saved, following: on = false, requested = false } = act;
        if (videoId && liked !== undefined) tell(togglable.like(videoId), { on: liked });
        if (videoId && saved !== undefined) tell(togglable.save(videoId), { on: saved });
        if (commentId && liked !== undefined) tell(togglable.commentLike(commentId), { on: liked });
        if (username) tell(togglable.follow(username), { on, requested });
      }),
    ];
    return () => off.forEach((stop) => stop());
  }, [live, dispatch]);

  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLiveConnection(): LiveConnection {
  const live = useContext(LiveContext);
  if (!live) throw new Error("useLiveConnection needs LiveProvider above it.");
  return live;
}

/** Hears one kind of live event while mounted. */
export function useLive<E extends LiveEvent>(event: E, handler: (payload: LiveEvents[E]) => void) {
  const live = useLiveConnection();
  const latest = useEffectEvent(handler);
  useEffect(() => live.on(event, (payload) => latest(payload)), [live, event]);
}

/** After every connect: whatever was said before is missing, so read again. */
export function useLiveResumed(callback: () => void) {
  const live = useLiveConnection();
  const latest = useEffectEvent(callback);
  useEffect(() => live.onResumed(() => latest()), [live]);
}

/** Live counts and comments of these videos while mounted. */
export function useLiveVideos(ids: readonly string[]) {
  const live = useLiveConnection();
  const joined = ids.join();
  useEffect(() => (joined ? live.watchVideos(joined.split(",")) : undefined), [live, joined]);
}

/** Presence of these people while mounted. */
export function useLivePeople(usernames: readonly string[]) {
  const live = useLiveConnection();
  const joined = usernames.join();
  useEffect(() => (joined ? live.watchPeople(joined.split(",")) : undefined), [live, joined]);
}
