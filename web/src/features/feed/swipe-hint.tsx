"use client";

import { useEffect, useState } from "react";
import { Icon } from "@/components/icon/icon";
import { useTranslator } from "@/lib/i18n/use-translator";
import { remember, remembered } from "@/lib/player-choices";
import { useAppSelector } from "@/lib/store/hooks";

const key = "zt.swiped";
const waitMs = 2_500;

/** One hint, once, for somebody who has never been here: gone with the first swipe. */
export function SwipeHint({ swiped, more }: { swiped: boolean; more: boolean }) {
  const { t } = useTranslator();
  const visitor = useAppSelector((state) => state.session.me === null);
  const played = useAppSelector((state) => state.player.played);
  const [due, setDue] = useState(false);

  useEffect(() => {
    if (swiped) remember(key, "yes");
  }, [swiped]);

  useEffect(() => {
    if (!played || !visitor || swiped || remembered(key)) return;
    const timer = setTimeout(() => setDue(true), waitMs);
    return () => clearTimeout(timer);
  }, [played, visitor, swiped]);

  if (!due || swiped || !more) return null;
  const touch = window.matchMedia("(pointer: coarse)").matches;
  return (
    <p
      role="status"
      className="pointer-events-none absolute inset-x-0 top-1/4 z-20 mx-auto flex w-fit animate-fade items-center gap-2 rounded-stage bg-scrim px-4 py-3 text-15 font-semibold text-film"
    >
      <Icon name={touch ? "arrow-up" : "arrow-down"} />
      {t(touch ? "feed.hint.touch" : "feed.hint.keys")}
    </p>
  );
}
