"use client";

import { cx } from "@/components/class-names";
import { Icon } from "@/components/icon/icon";
import { useTranslator } from "@/lib/i18n/use-translator";
import { remember, soundKey } from "@/lib/player-choices";
import { useAppDispatch, useAppSelector } from "@/lib/store/hooks";
import { soundWanted } from "@/lib/store/player-slice";
import { usePlayerPool } from "./player-pool";

/** Turns sound on or off for every clip, and remembers it. */
export function useSound() {
  const pool = usePlayerPool();
  const dispatch = useAppDispatch();
  const on = useAppSelector((state) => state.player.sound && !state.player.soundBlocked);
  return {
    on,
    setSound(next: boolean) {
      // In the same tap: phones let only what a finger touched make a noise.
      pool.setMuted(!next);
      dispatch(soundWanted(next));
      remember(soundKey, next ? "on" : "off");
    },
  };
}

/** A pill that asks for a tap while muted; a plain icon once there is sound. */
export function SoundButton({ className }: { className?: string }) {
  const { t } = useTranslator();
  const { on, setSound } = useSound();
  return (
    <button
      type="button"
      aria-label={on ? t("player.mute") : undefined}
      onClick={(event) => {
        event.stopPropagation();
        setSound(!on);
      }}
      className={cx(
        "flex min-h-11 items-center gap-2 rounded-stage bg-scrim px-3 text-13 font-semibold text-film noscript:hidden",
        className,
      )}
    >
      <Icon name={on ? "speaker-high" : "speaker-slash"} size={20} />
      {on ? null : <span>{t("player.tapForSound")}</span>}
    </button>
  );
}
