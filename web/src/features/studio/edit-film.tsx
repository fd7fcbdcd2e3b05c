"use client";

import type { Ref } from "react";
import { type Cut, TrimAndCover, wholeClip } from "@/components/clip-fields/trim-and-cover";
import type { Video } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";

interface EditFilmProps {
  video: Video;
  film: Ref<HTMLVideoElement>;
  cut: Cut;
  onCut: (cut: Cut) => void;
  /** Back to the original's beginning and end. */
  whole: boolean;
  onWhole: (whole: boolean) => void;
  onLook: (seconds: number) => void;
}

/** The clip with its cover as they are, and where both may change; nothing while none of it plays. */
export function EditFilm({ video, film, cut, onCut, whole, onWhole, onLook }: EditFilmProps) {
  const { t } = useTranslator();
  // The largest that every browser shows; AV1 stands behind H.264.
  const source = video.playback?.sources.filter(({ codec }) => !codec.startsWith("av01")).at(-1);
  const cover = [...(video.playback?.poster.images ?? [])]
    .filter(({ type }) => type !== "image/avif")
    .sort((a, b) => a.width - b.width)
    .at(-1);
  const isCut = video.edit !== undefined && (video.edit.startMs > 0 || video.edit.endMs > 0);
  if (!source) return null;

  return (
    <div className="flex flex-col gap-3 border-t border-hair pt-4">
      <video
        ref={film}
        src={source.url}
        poster={cover?.url}
        muted
        playsInline
        preload="metadata"
        disablePictureInPicture
        aria-hidden="true"
        className="h-48 w-27 self-center rounded-control bg-ink object-contain"
      />
      {isCut ? (
        <label className="flex min-h-11 items-center gap-3 text-15">
          <input
            type="checkbox"
            checked={whole}
            onChange={(event) => {
              onWhole(event.currentTarget.checked);
              onCut({ ...wholeClip, muted: cut.muted, coverMs: video.coverMs ?? null });
            }}
            className="size-5 accent-fg"
          />
          {t("studio.edit.whole")}
        </label>
      ) : null}
      {whole ? null : <TrimAndCover url={source.url} cut={cut} onCut={onCut} onLook={onLook} />}
      <p className="text-13 text-muted">{t("studio.edit.recut")}</p>
    </div>
  );
}
