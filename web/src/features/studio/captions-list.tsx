"use client";

import { useState } from "react";
import { IconButton } from "@/components/button/icon-button";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import type { Video } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";

/** The tracks a clip has; each goes at once. Adding one of the same language replaces it. */
export function CaptionsList({ video }: { video: Video }) {
  const { t } = useTranslator();
  const { busy, act } = useAct();
  const [tracks, setTracks] = useState(video.captions);
  const remove = (locale: string) =>
    act(async () => {
      const changed = await gateway.delete("/videos/{id}/captions/{locale}", {
        path: { id: video.id, locale },
      });
      setTracks(changed.captions);
    });

  if (tracks.length === 0) return null;
  return (
    <ul>
      {tracks.map(({ locale, label }) => (
        <li
          key={locale}
          className="flex min-h-11 items-center justify-between gap-2 border-b border-hair"
        >
          <span className="min-w-0 truncate text-15">
            {label} <span className="text-muted">{locale}</span>
          </span>
          <IconButton
            icon="trash"
            label={t("studio.edit.captions.remove", { name: label })}
            disabled={busy}
            onClick={() => void remove(locale)}
          />
        </li>
      ))}
    </ul>
  );
}
