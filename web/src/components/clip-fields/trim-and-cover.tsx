"use client";

import { useEffect, useState } from "react";
import { FrameStrip } from "@/components/frame-strip/frame-strip";
import { type Frames, readFrames } from "@/components/frame-strip/read-frames";
import { clock } from "@/lib/format-clock";
import { useTranslator } from "@/lib/i18n/use-translator";

/** Milliseconds of the file; null is the whole clip and a cover the server chooses. */
export interface Cut {
  startMs: number | null;
  endMs: number | null;
  muted: boolean;
  coverMs: number | null;
}

export const wholeClip: Cut = { startMs: null, endMs: null, muted: false, coverMs: null };

interface TrimAndCoverProps {
  url: string;
  cut: Cut;
  onCut: (cut: Cut) => void;
  /** Shows a moment in the preview. */
  onLook: (seconds: number) => void;
}

const frameCount = 9;
/** Shorter is no clip. */
const minSeconds = 1;

/**
 * Where it starts, where it ends and which moment stands for it; nothing where the browser cannot look. While it looks, the
 * place is kept: what stands below must not move under a finger.
 */
export function TrimAndCover({ url, cut, onCut, onLook }: TrimAndCoverProps) {
  const { t } = useTranslator();
  const [frames, setFrames] = useState<Frames | null | undefined>();

  useEffect(() => {
    const stop = new AbortController();
    void readFrames(url, frameCount, stop.signal).then((read) => {
      if (!stop.signal.aborted) setFrames(read);
    });
    return () => stop.abort();
  }, [url]);

  if (frames === null) return null;
  const whole = frames?.seconds ?? 0;
  const start = (cut.startMs ?? 0) / 1000;
  const end = (cut.endMs ?? whole * 1000) / 1000;
  const cover = Math.min(end, Math.max(start, (cut.coverMs ?? start * 1000) / 1000));

  return (
    <fieldset disabled={!frames} aria-busy={!frames} className="flex min-w-0 flex-col gap-2">
      <legend className="pb-1 text-13 font-semibold">{t("upload.trim")}</legend>
      <FrameStrip pictures={frames?.pictures ?? []} />
      <Slider
        label={t("upload.trim.start")}
        value={start}
        max={Math.max(0, end - minSeconds)}
        whole={whole}
        onValue={(value) => {
          onCut({ ...cut, startMs: value <= 0.05 ? null : Math.round(value * 1000) });
          onLook(value);
        }}
      />
      <Slider
        label={t("upload.trim.end")}
        value={end}
        min={Math.min(whole, start + minSeconds)}
        max={whole}
        whole={whole}
        onValue={(value) => {
          onCut({ ...cut, endMs: value >= whole - 0.05 ? null : Math.round(value * 1000) });
          onLook(value);
        }}
      />
      <p className="text-13 text-muted tabular-nums">
        {t("upload.trim.length", { length: clock(end - start), whole: clock(whole) })}
      </p>
      <Slider
        label={t("upload.cover")}
        value={cover}
        min={start}
        max={end}
        whole={whole}
        onValue={(value) => {
          onCut({ ...cut, coverMs: Math.round(value * 1000) });
          onLook(value);
        }}
      />
      <p className="text-13 text-muted">{t("upload.cover.hint")}</p>
      <label className="flex min-h-11 items-center gap-3 text-15">
        <input
          type="checkbox"
          checked={cut.muted}
          onChange={(event) => onCut({ ...cut, muted: event.currentTarget.checked })}
          className="size-5 accent-fg"
        />
        {t("upload.muted")}
      </label>
    </fieldset>
  );
}

interface SliderProps {
  label: string;
  value: number;
  min?: number;
  max: number;
  whole: number;
  onValue: (seconds: number) => void;
}

/** The track is always the whole clip, so that the three sliders and the pictures line up. */
function Slider({ label, value, min = 0, max, whole, onValue }: SliderProps) {
  return (
    <label className="flex flex-col text-13">
      <span className="flex justify-between">
        <span>{label}</span>
        <span className="tabular-nums">{clock(value)}</span>
      </span>
      <input
        type="range"
        min={0}
        max={whole}
        step={0.1}
        value={value}
        aria-valuetext={clock(value)}
        onChange={(event) =>
          onValue(Math.min(max, Math.max(min, Number(event.currentTarget.value))))
        }
        className="h-11 w-full accent-fg"
      />
    </label>
  );
}

/** What the server is told: `edit` only where something was cut; the cover in time of what is left. */
export function editOf({ startMs, endMs, muted, coverMs }: Cut) {
  const start = startMs ?? 0;
  return {
    coverMs: coverMs === null ? undefined : Math.max(0, coverMs - start),
    // 0 is the end of the file, wherever that is.
    edit:
      startMs !== null || endMs !== null || muted
        ? { startMs: start, endMs: endMs ?? 0, muted }
        : undefined,
  };
}
