"use client";

import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef } from "react";
import { useTranslator } from "@/lib/i18n/use-translator";

interface ScrubberProps {
  element: RefObject<HTMLVideoElement | null>;
  durationMs: number;
  active: boolean;
  seek: (seconds: number) => void;
}

function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** 24 slits, the played ones lit. Drawn by the clock itself, never by React. */
export function Scrubber({ element, durationMs, active, seek }: ScrubberProps) {
  const track = useRef<HTMLDivElement>(null);
  const dragging = useRef(false);
  const { t } = useTranslator();
  const total = durationMs / 1000;

  useEffect(() => {
    if (!active) return;
    let frame = 0;
    let spoken = -1;
    const draw = () => {
      frame = requestAnimationFrame(draw);
      const player = element.current;
      const bar = track.current;
      if (!player || !bar || dragging.current) return;
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
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [active, element, total]);

  function moveTo(event: PointerEvent<HTMLDivElement>) {
    const box = event.currentTarget.getBoundingClientRect();
    let share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    if (getComputedStyle(event.currentTarget).direction === "rtl") share = 1 - share;
    event.currentTarget.style.setProperty("--played", `${share * 100}%`);
    const player = element.current;
    seek(share * (player && Number.isFinite(player.duration) ? player.duration : total));
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

  return (
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
      onPointerDown={(event) => {
        event.stopPropagation();
        dragging.current = true;
        event.currentTarget.dataset.dragging = "";
        event.currentTarget.setPointerCapture(event.pointerId);
        moveTo(event);
      }}
      onPointerMove={(event) => {
        if (dragging.current) moveTo(event);
      }}
      onPointerUp={(event) => {
        dragging.current = false;
        delete event.currentTarget.dataset.dragging;
      }}
      onPointerCancel={(event) => {
        dragging.current = false;
        delete event.currentTarget.dataset.dragging;
      }}
      className="group relative flex h-6 w-full cursor-pointer touch-none items-end"
    >
      <span className="h-[3px] w-full origin-bottom slits transition-transform duration-120 ease-brand group-hover:scale-y-200 group-data-dragging:scale-y-800" />
    </div>
  );
}
