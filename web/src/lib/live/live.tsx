"use client";

import {
  type ReactNode,
  createContext,
  useContext,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from "react";
import { useAppDispatch, useAppSelector } from "@/lib/store/hooks";
import {
  followSet,
  presenceArrived,
  purged,
  statsArrived,
  viewerChanged,
} from "@/lib/store/overlay-slice";
import { signedOut, unreadChanged } from "@/lib/store/session-slice";
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
  const viewer = useAppSelector((state) => state.session.me?.id ?? null);
  const due = useAppSelector((state) => state.player.played && state.session.me !== null);
  const openedFor = useRef(viewer);

  useEffect(() => {
    if (due) {
      live.start();
      return;
    }
    const timer = setTimeout(() => live.start(), idleMs);
    return () => clearTimeout(timer);
  }, [live, due]);

  useEffect(() => () => void live.stop(), [live]);

  useEffect(() => {
    if (viewer === openedFor.current) return;
    openedFor.current = viewer;
    void live.restart();
  }, [live, viewer]);

  useEffect(() => {
    const off = [
      live.on("video:stats", (stats) => dispatch(statsArrived(stats))),
      live.on("unread", ({ count }) => dispatch(unreadChanged(count))),
      live.on("presence", (presence) => dispatch(presenceArrived(presence))),
      live.on("feed:purge", (what) => dispatch(purged(what))),
      live.on("session:ended", () => dispatch(signedOut())),
      live.on("viewer", (act) => {
        if (act.videoId) dispatch(viewerChanged({ ...act, videoId: act.videoId }));
        if (act.username) {
          dispatch(
            followSet({
              username: act.username,
              following: act.following ?? false,
              requested: act.requested ?? false,
            }),
          );
        }
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

/** After a reconnect: whatever was said meanwhile is missing, so read again. */
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
