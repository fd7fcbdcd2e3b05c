"use client";

import { useEffect } from "react";

/** Registers the offline shell once the page has settled. Plain http has no service workers. */
export function InstallWorker() {
  useEffect(() => {
    if (process.env.NODE_ENV !== "production" || !("serviceWorker" in navigator)) return;
    const timer = setTimeout(() => {
      // Without it everything works but the offline page.
      navigator.serviceWorker.register("/sw.js").catch(() => undefined);
    }, 5_000);
    return () => clearTimeout(timer);
  }, []);
  return null;
}
