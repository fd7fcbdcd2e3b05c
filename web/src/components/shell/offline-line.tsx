"use client";

import { useSyncExternalStore } from "react";
import { Icon } from "@/components/icon/icon";
import { useTranslator } from "@/lib/i18n/use-translator";

function useOffline(): boolean {
  return useSyncExternalStore(
    (changed) => {
      window.addEventListener("online", changed);
      window.addEventListener("offline", changed);
      return () => {
        window.removeEventListener("online", changed);
        window.removeEventListener("offline", changed);
      };
    },
    () => !navigator.onLine,
    () => false,
  );
}

/** One line while the connection is gone: what is on screen stays usable. */
export function OfflineLine() {
  const { t } = useTranslator();
  const offline = useOffline();
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-[calc(3.5rem+env(safe-area-inset-bottom))] z-40 flex justify-center px-2 pb-2 md:bottom-0"
    >
      {offline ? (
        <p className="flex items-center gap-2 rounded-control border border-line bg-raised px-3 py-2 text-13 text-fg">
          <Icon name="wifi-slash" />
          {t("offline.banner")}
        </p>
      ) : null}
    </div>
  );
}
