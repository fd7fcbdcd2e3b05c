"use client";

import { useEffect } from "react";
import { useAppSelector } from "@/lib/store/hooks";

/** On pages without film. */
const settleMs = 2_500;

/**
 * Registers the offline shell once the first clip plays, or the page has settled: going offline in
 * the first seconds should not end at the browser's own error. Plain http has no service workers.
 */
export function InstallWorker() {
  const played = useAppSelector((state) => state.player.played);
  useEffect(() => {
    if (process.env.NODE_ENV !== "production" || !("serviceWorker" in navigator)) return;
    const timer = setTimeout(
      () => {
        // Without it everything works but the offline page.
        navigator.serviceWorker.register("/sw.js").catch(() => undefined);
      },
      played ? 0 : settleMs,
    );
    return () => clearTimeout(timer);
  }, [played]);
  return null;
}
