"use client";

import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/components/button/button";
import { cx } from "@/components/class-names";
import type { Video, WatchSource } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useWarned } from "@/lib/store/hooks";
import { ContentWarning } from "./content-warning";
import { fitOf, tint } from "./framing";
import { type BurstAt, LikeBurst } from "./like-burst";
import { PlainFilm } from "./plain-film";
import { PlayButton } from "./play-button";
import { Poster } from "./poster";
import { Scrubber } from "./scrubber";
import { type PlayRole, usePlayback } from "./use-playback";
import { useTap } from "./use-tap";

export interface PlayerControls {
  toggle: () => void;
}

interface ClipPlayerProps {
  video: Video;
  /** One card, one play: the same clip may stand twice in a feed. */
  playKey: string;
  impressionId?: string;
  source: WatchSource;
  role: PlayRole;
  /** The first clip of the page. */
  first?: boolean;
  /** False while the line belongs to the first clip alone. */
  poster?: boolean;
  onDoubleTap?: () => void;
  /** Told how to control the clip while it is the active one. */
  onControls?: (controls: PlayerControls | null) => void;
  /** What lies over the film: words and buttons. */
  children?: ReactNode;
}

/** One clip on the stage: poster, recycled video, scrubber, taps. */
export function ClipPlayer(props: ClipPlayerProps) {
  const { video, playKey, impressionId, source, role, first, poster = true } = props;
  const { onDoubleTap, onControls } = props;
  const { t } = useTranslator();
  const slot = useRef<HTMLDivElement>(null);
  const [burst, setBurst] = useState<BurstAt | null>(null);
  const fit = fitOf(video);
  const warned = useWarned(video);
  // No larger than what it shows: the browser takes it for the page's largest paint otherwise.
  const className = cx(
    "absolute inset-0",
    fit === "cover"
      ? "size-full object-cover"
      : "m-auto aspect-(--film) max-h-full w-full object-contain",
  );
  const { element, status, toggle, seek, retry } = usePlayback({
    slot,
    video,
    playKey,
    impressionId,
    source,
    role: warned ? "idle" : role,
    className,
  });
  const onClick = useTap(toggle, (x, y) => {
    setBurst({ x, y, key: performance.now() });
    onDoubleTap?.();
  });

  useEffect(() => {
    if (role !== "active") return;
    onControls?.({ toggle });
    return () => onControls?.(null);
  }, [role, toggle, onControls]);

  return (
    <div
      className="group/film absolute inset-0 overflow-hidden bg-ink text-film select-none md:rounded-stage"
      style={
        {
          backgroundColor: tint(video.playback?.poster.color),
          "--film": `${video.width} / ${video.height}`,
        } as CSSProperties
      }
      onClick={onClick}
    >
      {!warned && (poster || role === "active") ? (
        <Poster poster={video.playback?.poster} first={first} fit={fit} />
      ) : null}
      <div ref={slot} className="absolute inset-0" />
      {first ? <PlainFilm video={video} warned={warned} /> : null}
      <LikeBurst at={burst} />
      {warned ? <ContentWarning video={video} /> : null}
      {role === "active" && !warned && video.playback && status !== "failed" ? (
        <PlayButton running={status === "running"} onPress={toggle} />
      ) : null}
      {status === "failed" || !video.playback ? (
        <div className="absolute inset-0 z-10 m-auto flex h-fit w-fit max-w-72 flex-col items-center gap-4 rounded-stage bg-scrim p-6 text-center">
          <p>{t(video.playback ? "player.failed" : "player.processing")}</p>
          {video.playback ? (
            <Button
              className="on-dark text-film"
              onClick={(event) => {
                event.stopPropagation();
                retry();
              }}
            >
              {t("action.retry")}
            </Button>
          ) : null}
        </div>
      ) : null}
      {props.children}
      <div className="absolute inset-x-0 bottom-0 z-20 md:inset-x-4 md:bottom-2 noscript:hidden">
        <Scrubber
          element={element}
          durationMs={video.durationMs}
          active={role === "active" && !warned}
          storyboard={video.playback?.storyboard}
          seek={seek}
        />
      </div>
    </div>
  );
}
