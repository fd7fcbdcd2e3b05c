"use client";

import { useState } from "react";
import { Icon } from "@/components/icon/icon";
import { useTranslator } from "@/lib/i18n/use-translator";

/** The file itself, played locally. HEVC may load without a picture: then words take its place. */
export function ClipPreview({ url }: { url: string }) {
  const { t } = useTranslator();
  const [unseen, setUnseen] = useState(false);

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
        if (event.currentTarget.videoWidth === 0) setUnseen(true);
      }}
    />
  );
}
