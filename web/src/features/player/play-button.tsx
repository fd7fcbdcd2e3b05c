"use client";

import { cx } from "@/components/class-names";
import { Icon } from "@/components/icon/icon";
import { useTranslator } from "@/lib/i18n/use-translator";

interface PlayButtonProps {
  running: boolean;
  onPress: () => void;
}

/**
 * What a tap on the film does, for keyboards, screen readers and mice. While the clip runs it stands
 * in a corner, drawn only for who points at the film or has come to it by keyboard.
 */
export function PlayButton({ running, onPress }: PlayButtonProps) {
  const { t } = useTranslator();
  return (
    <button
      type="button"
      aria-label={t(running ? "player.pause" : "player.play")}
      onClick={(event) => {
        event.stopPropagation();
        onPress();
      }}
      className={cx(
        "absolute flex items-center justify-center rounded-stage bg-scrim noscript:hidden",
        running
          ? "pointer-events-none start-2 top-14 z-20 size-11 opacity-0 transition-opacity duration-120 ease-brand group-hover/film:pointer-events-auto group-hover/film:opacity-100 focus-visible:pointer-events-auto focus-visible:opacity-100 md:top-2"
          : "inset-0 z-10 m-auto size-20",
      )}
    >
      <Icon name={running ? "pause" : "play"} size={running ? 24 : 44} />
    </button>
  );
}
