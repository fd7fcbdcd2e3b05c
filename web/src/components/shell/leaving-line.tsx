"use client";

import { useState } from "react";
import { IconButton } from "@/components/button/icon-button";
import { KeepAccount } from "@/components/keep-account/keep-account";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useMe } from "@/lib/store/hooks";

/** Whoever comes back to an account that waits to be deleted is told on every page, until they keep it or put this away. */
export function LeavingLine() {
  const { t, date } = useTranslator();
  const me = useMe();
  const [away, setAway] = useState(false);
  if (!me?.deletionAt || away) return null;
  return (
    <section
      aria-label={t("settings.delete.banner")}
      className="fixed inset-x-0 bottom-[calc(3.5rem+env(safe-area-inset-bottom))] z-40 flex justify-center px-2 pb-2 md:bottom-0 md:ps-18"
    >
      <div className="flex w-full max-w-160 flex-wrap items-center gap-2 rounded-control border border-line bg-raised py-2 ps-4 pe-2 text-fg">
        <p className="min-w-48 flex-1 text-15">
          {t("settings.delete.waiting", { date: date(me.deletionAt) })}
        </p>
        <KeepAccount />
        <IconButton icon="x" label={t("settings.delete.later")} onClick={() => setAway(true)} />
      </div>
    </section>
  );
}
