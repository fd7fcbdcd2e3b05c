"use client";

import {
  type RefObject,
  useCallback,
  useDeferredValue,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from "react";
import { gateway } from "@/lib/api/gateway";
import type { Playback, Video, WatchSource } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { randomId } from "@/lib/ids";
import { prefersReducedMotion } from "@/lib/reduced-motion";
import { useAppDispatch, useAppSelector } from "@/lib/store/hooks";
import { firstPlayed, soundRefused } from "@/lib/store/player-slice";
import { usePlayerChoice } from "@/lib/player-choices";
import { watches } from "@/lib/watches";
import { attachSource, noteStall } from "./attach-source";
import { attachCaptions } from "./captions";
import { savesData } from "./choose-source";
import { usePlayerPool } from "./player-pool";
import { type WatchPlay, createWatchPlay } from "./watch-play";

export type PlayRole = "active" | "near" | "idle";

/** paused: by the viewer; blocked: the browser wants a tap first; failed: this clip does not play. */
export type PlayStatus = "running" | "paused" | "blocked" | "failed";

interface PlaybackOptions {
  slot: RefObject<HTMLDivElement | null>;
  video: Video;
  playKey: string;
  impressionId?: string;
  source: WatchSource;
  role: PlayRole;
  className: string;
}

/** A view counts after a second; later reports only make the same play larger. */
const firstReportMs = 1_000;
const reportEveryMs = 8_000;

/** A clip that does not load is asked for anew, at once and after a while, before it says so. */
const anewAfterMs = [0, 2_000];

/** Nothing of it is still to come over the line. */
function isWhole({ buffered, duration }: HTMLVideoElement): boolean {
  return buffered.length === 1 && buffered.end(0) > duration - 0.5;
}

export function usePlayback(options: PlaybackOptions) {
  const { slot, video, playKey, role, className } = options;
  const pool = usePlayerPool();
  const dispatch = useAppDispatch();
  const element = useRef<HTMLVideoElement | null>(null);
  const play = useRef<WatchPlay | null>(null);
  /** What a clip does with its part of the line: taken when it comes, given to the next when it goes. */
  const line = useRef<{ take: () => void; give: () => void } | null>(null);
  const reportAt = useRef(firstReportMs);
  /** How often it was asked for anew. A first frame proves nothing: the film may break off after it, each time. */
  const renewals = useRef(0);
  const activeSince = useRef(0);
  const [status, setShown] = useState<PlayStatus>("running");
  const shown = useRef<PlayStatus>("running");
  const [renewed, setRenewed] = useState<Playback | null>(null);
  const [attempt, setAttempt] = useState(0);
  const sound = useAppSelector((state) => state.player.sound && !state.player.soundBlocked);
  const speed = useAppSelector((state) => state.player.speed);
  // Neighbours get ready in pieces, after the first clip has begun.
  const played = useDeferredValue(useAppSelector((state) => state.player.played));
  const settings = useAppSelector((state) => state.session.me?.settings);
  const [dataSaver] = usePlayerChoice("dataSaver");
  const [captions] = usePlayerChoice("captions");
  const active = role === "active";
  const playback = renewed ?? video.playback ?? null;
  const wanted =
    playback !== null && (active || (role === "near" && played && !dataSaver && !savesData()));

  const report = useCallback(() => {
    if (play.current) watches.report(play.current.snapshot());
  }, []);

  // React commits once more for a state set to what it is, and a swipe says "running" several times.
  const setStatus = useCallback((next: PlayStatus) => {
    if (shown.current === next) return;
    shown.current = next;
    setShown(next);
  }, []);

  const start = useCallback(async () => {
    const player = element.current;
    if (!player) return;
    try {
      await player.play();
      setStatus("running");
    } catch (error) {
      if (element.current !== player || !(error instanceof DOMException)) return;
      // Anything else than a refusal is the clip being taken away again: nothing to say.
      if (error.name !== "NotAllowedError") return;
      if (player.muted) {
        setStatus("blocked");
        return;
      }
      player.muted = true;
      dispatch(soundRefused());
      await player.play().catch(() => setStatus("blocked"));
    }
  }, [dispatch, setStatus]);

  const renew = useEffectEvent(async (signal: AbortSignal) => {
    let waitMs: number | undefined;
    while ((waitMs = anewAfterMs[renewals.current]) !== undefined) {
      renewals.current += 1;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      if (signal.aborted) return;
      // A signed address may have run out while the clip waited its turn.
      const fresh = await gateway
        .read(url("/videos/{id}", { path: { id: video.id } }))
        .catch(() => null);
      if (signal.aborted) return;
      if (fresh?.playback) {
        setRenewed(fresh.playback);
        return;
      }
    }
    setStatus("failed");
  });

  // A film that runs goes on as it is: the choice holds from the next one.
  const attach = useEffectEvent((player: HTMLVideoElement, film: Playback) =>
    attachSource(player, film, dataSaver),
  );

  const onFrame = useEffectEvent(() => {
    play.current?.firstFrame(performance.now() - activeSince.current);
  });

  // The element: taken from the pool, pointed at the clip, given back.
  useEffect(() => {
    const home = slot.current;
    if (!wanted || !playback || !home) return;
    const player = pool.acquire(playKey);
    element.current = player;
    player.className = className;
    player.preload = "auto";
    home.append(player);
    const stop = new AbortController();
    const { signal } = stop;

    const reveal = () => {
      if (signal.aborted) return;
      player.style.opacity = "1";
      onFrame();
    };
    const revealFirstFrame = () => {
      player.style.opacity = "0";
      const exact = typeof player.requestVideoFrameCallback === "function";
      if (exact) player.requestVideoFrameCallback(reveal);
      else player.addEventListener("loadeddata", reveal, { once: true, signal });
    };

    player.addEventListener("error", () => void renew(signal), { once: true, signal });
    player.addEventListener(
      "waiting",
      () => {
        if (player.readyState >= 2 || player.currentTime === 0) return;
        play.current?.stalled();
        noteStall();
      },
      { signal },
    );
    player.addEventListener("playing", () => dispatch(firstPlayed()), { signal });
    player.addEventListener(
      "timeupdate",
      () => {
        const current = play.current;
        if (!current) return;
        if (player.seeking) current.seeked(player.currentTime * 1000);
        else current.tick(player.currentTime * 1000);
        if (current.watchedMs >= reportAt.current) {
          reportAt.current = current.watchedMs + reportEveryMs;
          report();
        }
      },
      { signal },
    );

    let detach: (() => void) | null = null;
    line.current = {
      take() {
        if (detach) return;
        revealFirstFrame();
        detach = attach(player, playback);
      },
      give() {
        if (!detach || isWhole(player)) return;
        detach();
        detach = null;
        player.style.opacity = "0";
        player.removeAttribute("src");
        player.load();
      },
    };
    line.current.take();
    return () => {
      stop.abort();
      detach?.();
      line.current = null;
      element.current = null;
      pool.release(playKey);
    };
  }, [wanted, playback, attempt, playKey, pool, slot, className, dispatch, report]);

  // Being the clip that is watched: one play from here until it is left.
  useEffect(() => {
    if (!active || !wanted) return;
    activeSince.current = performance.now();
    reportAt.current = Math.min(firstReportMs, video.durationMs || firstReportMs);
    play.current = createWatchPlay({
      videoId: video.id,
      impressionId: options.impressionId,
      playId: randomId(),
      durationMs: video.durationMs,
      source: options.source,
    });
    const player = element.current;
    line.current?.take();
    if (player?.style.opacity === "1") play.current.firstFrame(0);
    const mayAutoplay = settings?.autoplay !== false && (played || !prefersReducedMotion());
    queueMicrotask(() => {
      if (mayAutoplay) void start();
      else setStatus("blocked");
    });
    return () => {
      report();
      play.current = null;
      setStatus("running");
      if (!player) return;
      player.pause();
      player.currentTime = 0;
      // Left half loaded it would share the line with the clip that is watched and the next one.
      line.current?.give();
    };
    // A play ends when the clip is left, not when a setting or the feed's order changes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [active, wanted, playback, attempt, video.id]);

  useEffect(() => {
    if (element.current) element.current.muted = !sound;
  }, [sound, wanted]);

  useEffect(() => {
    const player = element.current;
    if (!player) return;
    // The default too: loading anew goes back to it.
    player.defaultPlaybackRate = speed;
    player.playbackRate = speed;
  }, [speed, wanted]);

  useEffect(() => {
    const player = element.current;
    if (!active || !captions || !player) return;
    return attachCaptions(player, video.captions, document.documentElement.lang);
  }, [active, captions, wanted, attempt, playback, video.captions]);

  useEffect(() => {
    if (!active) return;
    let resume = false;
    const onVisibility = () => {
      const player = element.current;
      if (document.hidden) {
        resume = player !== null && !player.paused;
        player?.pause();
        report();
        watches.leave();
      } else if (resume) void start();
    };
    const onLeave = () => {
      report();
      watches.leave();
    };
    document.addEventListener("visibilitychange", onVisibility);
    window.addEventListener("pagehide", onLeave);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      window.removeEventListener("pagehide", onLeave);
    };
  }, [active, report, start]);

  const toggle = useCallback(() => {
    const player = element.current;
    if (!player) return;
    if (player.paused) void start();
    else {
      player.pause();
      setStatus("paused");
    }
  }, [start, setStatus]);

  const seek = useCallback((seconds: number) => {
    const player = element.current;
    if (!player || !Number.isFinite(player.duration)) return;
    play.current?.seeked(seconds * 1000);
    player.currentTime = Math.min(Math.max(0, seconds), player.duration - 0.05);
  }, []);

  const retry = useCallback(() => {
    renewals.current = 0;
    setStatus("running");
    setRenewed(null);
    setAttempt((count) => count + 1);
  }, [setStatus]);

  // What failed while it was a neighbour, or without a line, may play now.
  useEffect(() => {
    if (!active) return;
    const again = () => {
      if (shown.current === "failed") retry();
    };
    again();
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }, [active, retry]);

  return { element, status, toggle, seek, retry };
}
