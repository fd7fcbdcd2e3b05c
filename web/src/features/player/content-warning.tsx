"use client";

import { Button } from "@/components/button/button";
import { Icon } from "@/components/icon/icon";
import type { Video } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useAppDispatch } from "@/lib/store/hooks";
import { revealChosen } from "@/lib/store/player-slice";

/** What the clip holds, in words, and the tap that shows it. */
export function ContentWarning({ video }: { video: Video }) {
  const { t } = useTranslator();
  const dispatch = useAppDispatch();
  const sensitive = video.labels.includes("sensitive");
  return (
    <div className="absolute inset-0 z-10 flex flex-col items-center justify-center gap-4 bg-ink px-6 pb-24 text-center text-film">
      <Icon name={sensitive ? "eye-slash" : "warning"} size={44} />
      <p className="max-w-72 text-17 text-balance">
        {t(sensitive ? "player.sensitive" : "player.flashing")}
      </p>
      <Button
        className="on-dark text-film noscript:hidden"
        onClick={(event) => {
          event.stopPropagation();
          dispatch(revealChosen(video.id));
        }}
      >
        {t("player.showAnyway")}
      </Button>
    </div>
  );
}
