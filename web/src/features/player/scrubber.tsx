"use client";

import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef } from "react";
import { clock } from "@/lib/format-clock";
import { useTranslator } from "@/lib/i18n/use-translator";
import { type Tile, loadStoryboard, tileAt } from "./storyboard";

interface ScrubberProps {
  element: RefObject<HTMLVideoElement | null>;
  durationMs: number;
  active: boolean;
  /** Address of the clip's small frames, where it has some. */
  storyboard?: string | null;
  seek: (seconds: number) => void;
}

/** Twelve times a second: at every frame it would cost a slow phone more than all the rest of the screen. */
const drawEveryMs = 1000 / 12;
/** A film that waits for its bytes this long says so. */
const waitsAfterMs = 1_000;

/** 24 slits, the played ones lit; they beat while the film waits for its bytes. Drawn by the clock itself, never by React. */
export function Scrubber({ element, durationMs, active, storyboard, seek }: ScrubberProps) {
  const track = useRef<HTMLDivElement>(null);
  const look = useRef<HTMLDivElement>(null);
  const tiles = useRef<Tile[]>([]);
  const dragging = useRef(false);
  const { t } = useTranslator();
  const total = durationMs / 1000;

  useEffect(() => {
    if (!active) return;
    let spoken = -1;
    let stuckAt: number | null = null;
    const draw = () => {
      const player = element.current;
      const bar = track.current;
      if (!player || !bar || dragging.current) return;
      const stuck = !player.paused && player.readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
      stuckAt = stuck ? (stuckAt ?? performance.now()) : null;
      const waits = stuckAt !== null && performance.now() - stuckAt > waitsAfterMs;
      bar.toggleAttribute("data-waiting", waits);
      const length = Number.isFinite(player.duration) ? player.duration : total;
      const share = length > 0 ? player.currentTime / length : 0;
      bar.style.setProperty("--played", `${(share * 100).toFixed(2)}%`);
      const second = Math.floor(player.currentTime);
      if (second !== spoken) {
        spoken = second;
        bar.setAttribute("aria-valuenow", String(second));
        bar.setAttribute("aria-valuetext", `${clock(second)} / ${clock(length)}`);
      }
    };
    const clockwork = setInterval(draw, drawEveryMs);
    return () => clearInterval(clockwork);
  }, [active, element, total]);

  function shareOf(event: PointerEvent<HTMLDivElement>): number {
    const box = event.currentTarget.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    return getComputedStyle(event.currentTarget).direction === "rtl" ? 1 - share : share;
  }

  function lengthNow(): number {
    const player = element.current;
    return player && Number.isFinite(player.duration) ? player.duration : total;
  }

  function moveTo(event: PointerEvent<HTMLDivElement>) {
    const share = shareOf(event);
    event.currentTarget.style.setProperty("--played", `${share * 100}%`);
    seek(share * lengthNow());
  }

  /** The small frame of the place under the pointer, above it and never past the edges. */
  function preview(event: PointerEvent<HTMLDivElement>) {
    const box = look.current;
    if (!box || (event.pointerType !== "mouse" && !dragging.current)) return;
    const at = shareOf(event) * lengthNow();
    const tile = tileAt(tiles.current, at);
    box.hidden = false;
    box.lastElementChild!.textContent = clock(at);
    const frame = box.firstElementChild as HTMLElement;
    frame.hidden = tile === null;
    if (tile) {
      frame.style.width = `${tile.width}px`;
      frame.style.height = `${tile.height}px`;
      frame.style.background = `url("${tile.sheet}") -${tile.x}px -${tile.y}px`;
    }
    const bar = event.currentTarget.getBoundingClientRect();
    const half = box.offsetWidth / 2;
    const x = Math.min(bar.width - half - 4, Math.max(half + 4, event.clientX - bar.left));
    box.style.transform = `translateX(${x - half}px)`;
  }

  function hide() {
    if (look.current) look.current.hidden = true;
  }

  function onPointerEnter() {
    if (!storyboard) return;
    void loadStoryboard(storyboard).then((loaded) => {
      tiles.current = loaded;
    });
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const at = element.current?.currentTime ?? 0;
    const targets: Record<string, number> = {
      ArrowRight: at + 2,
      ArrowLeft: at - 2,
      Home: 0,
      End: total,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    seek(target);
  }

  function letGo(event: PointerEvent<HTMLDivElement>) {
    dragging.current = false;
    delete event.currentTarget.dataset.dragging;
    if (event.pointerType !== "mouse") hide();
  }

  return (
    <div className="relative">
      <div
        ref={look}
        hidden
        aria-hidden="true"
        // Its place is reckoned from the bar's left edge, in every script.
        style={{ left: 0 }}
        className="pointer-events-none absolute bottom-7 w-max overflow-hidden rounded-control bg-scrim text-center text-13 font-semibold text-film tabular-nums"
      >
        <div hidden />
        <div className="px-2 py-0.5" />
      </div>
      <div
        ref={track}
        role="slider"
        tabIndex={active ? 0 : -1}
        aria-label={t("player.position")}
        aria-valuemin={0}
        aria-valuemax={Math.round(total)}
        aria-valuenow={0}
        onKeyDown={onKeyDown}
        onClick={(event) => event.stopPropagation()}
        onPointerEnter={onPointerEnter}
        onPointerLeave={hide}
        onPointerDown={(event) => {
          event.stopPropagation();
          dragging.current = true;
          event.currentTarget.dataset.dragging = "";
          event.currentTarget.setPointerCapture(event.pointerId);
          moveTo(event);
          preview(event);
        }}
        onPointerMove={(event) => {
          if (dragging.current) moveTo(event);
          preview(event);
        }}
        onPointerUp={letGo}
        onPointerCancel={letGo}
        className="group relative flex h-6 w-full cursor-pointer touch-none items-end"
      >
        <span className="h-[3px] w-full origin-bottom slits transition-transform duration-120 ease-brand group-hover:scale-y-200 group-data-dragging:scale-y-800 group-data-waiting:animate-beat" />
      </div>
    </div>
  );
}
