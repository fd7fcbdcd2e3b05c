"use client";

import { type Ref, useState } from "react";
import { Icon } from "@/components/icon/icon";
import { useTranslator } from "@/lib/i18n/use-translator";

interface ClipPreviewProps {
  url: string;
  /** The server's own picture, once there is one: for files this browser cannot show. */
  poster?: string;
  video?: Ref<HTMLVideoElement>;
  onDuration?: (ms: number) => void;
}

/** The file itself, played locally. HEVC may load without a picture: then words take its place. */
export function ClipPreview({ url, poster, video, onDuration }: ClipPreviewProps) {
  const { t } = useTranslator();
  const [unseen, setUnseen] = useState(false);

  if (unseen && poster) {
    return (
      <img
        src={poster}
        alt={t("upload.preview")}
        className="aspect-[9/16] w-full rounded-control bg-ink object-contain"
      />
    );
  }
  if (unseen) {
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
      onError={() => setUnseen(true)}
      onLoadedData={(event) => {
        const { videoWidth, duration } = event.currentTarget;
        if (videoWidth === 0) setUnseen(true);
        else if (Number.isFinite(duration)) onDuration?.(Math.round(duration * 1000));
      }}
    />
  );
}
