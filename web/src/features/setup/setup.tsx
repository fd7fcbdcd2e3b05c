"use client";

import Link from "next/link";
import { useState, useSyncExternalStore } from "react";
import { buttonClass } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { useInstance } from "@/lib/instance/instance";
import { useTranslator } from "@/lib/i18n/use-translator";
import { SetupDone, type SetupOutcome } from "./setup-done";
import { SetupForm } from "./setup-form";

/** The token is in the fragment, so that no server, proxy or log on the way ever sees it. */
function useFragment(): string | null {
  return useSyncExternalStore(
    (changed) => {
      window.addEventListener("hashchange", changed);
      return () => window.removeEventListener("hashchange", changed);
    },
    () => window.location.hash.slice(1),
    () => null,
  );
}

export function Setup() {
  const { t } = useTranslator();
  const { setup } = useInstance();
  const token = useFragment();
  const [done, setDone] = useState<SetupOutcome | null>(null);

  if (done) return <SetupDone outcome={done} />;
  if (!setup) {
    return (
      <EmptyState
        alone
        title={t("setup.already")}
        action={
          <Link href="/log-in" className={buttonClass("primary")}>
            {t("nav.logIn")}
          </Link>
        }
      />
    );
  }
  if (token === null) return null;
  if (token === "") return <EmptyState alone drawing="gap" title={t("setup.noToken")} />;
  return <SetupForm token={token} onDone={setDone} />;
}
