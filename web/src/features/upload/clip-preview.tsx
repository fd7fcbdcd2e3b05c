"use client";

import type { Ref } from "react";
import { Icon } from "@/components/icon/icon";
import { useTranslator } from "@/lib/i18n/use-translator";

interface ClipPreviewProps {
  /** The file itself, or the server's copy of it; null where there is neither. */
  url: string | null;
  /** The server's own picture, once there is one: for files this browser cannot show. */
  poster?: string;
  video?: Ref<HTMLVideoElement>;
  /** The browser cannot show it. HEVC may load without a picture. */
  onUnseen?: () => void;
}

/** The clip as it will be, played from this device where that works. */
export function ClipPreview({ url, poster, video, onUnseen }: ClipPreviewProps) {
  const { t } = useTranslator();

  if (!url && poster) {
    return (
      // eslint-disable-next-line @next/next/no-img-element -- shaped by its column, whatever its size
      <img
        src={poster}
        alt={t("upload.preview")}
        className="aspect-[9/16] w-full rounded-control bg-ink object-contain"
      />
    );
  }
  if (!url) {
    return (
      <div className="flex aspect-[9/16] flex-col items-center justify-center gap-2 rounded-control bg-ground p-2 text-center text-13 text-muted">
        <Icon name="film-slate" size={28} />
        {t("upload.noPreview")}
      </div>
    );
  }
  return (
    <video
      ref={video}
      src={url}
      muted
      loop
      playsInline
      autoPlay
      disablePictureInPicture
      aria-label={t("upload.preview")}
      className="aspect-[9/16] w-full rounded-control bg-ink object-contain"
      onError={onUnseen}
      onLoadedData={(event) => {
        if (event.currentTarget.videoWidth === 0) onUnseen?.();
      }}
    />
  );
}
