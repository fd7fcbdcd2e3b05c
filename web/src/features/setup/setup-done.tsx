"use client";

import { buttonClass } from "@/components/button/button";
import { CopyLine } from "@/components/copy-line/copy-line";
import type { Invite } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { Checklist, type Done } from "./checklist";

export interface SetupOutcome {
  invite: Invite | null;
  /** Why the chosen icon is not there, in words. */
  iconProblem: string | null;
  done: Done;
}

/** The place is open: the first invite to give away, and what to do next. */
export function SetupDone({ outcome: { invite, iconProblem, done } }: { outcome: SetupOutcome }) {
  const { t } = useTranslator();
  return (
    <div className="flex flex-col gap-6">
      <h1 className="font-display text-28 font-extrabold tracking-display">{t("setup.done")}</h1>
      {iconProblem ? (
        <p role="alert" className="text-15 text-liked">
          {iconProblem}
        </p>
      ) : null}
      {invite ? (
        <section className="flex flex-col gap-2">
          <h2 className="text-17 font-semibold">{t("setup.invite")}</h2>
          <p className="text-15 text-muted">{t("setup.invite.hint")}</p>
          <CopyLine label={t("setup.invite")} value={invite.url} />
        </section>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {/* A full load: the new session's cookie came with the last answer. */}
        {/* eslint-disable-next-line @next/next/no-html-link-for-pages */}
        <a href="/upload" className={buttonClass("primary")}>
          {t("setup.upload")}
        </a>
        {/* eslint-disable-next-line @next/next/no-html-link-for-pages */}
        <a href="/" className={buttonClass("secondary")}>
          {t("setup.look")}
        </a>
      </div>
      <Checklist done={done} />
    </div>
  );
}
