"use client";

import { useState } from "react";
import { Button } from "@/components/button/button";
import { IconButton } from "@/components/button/icon-button";
import { Sheet } from "@/components/dialog/sheet";
import { laterSheet } from "@/components/later/later-sheet";
import { useAccountGate } from "@/lib/account/account-gate";
import type { Profile } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useShutOut } from "./use-shut-out";

const ReportSheet = laterSheet(() => import("@/components/report/report-sheet"));

/** What one may do about a person besides following them. */
export function PersonMenu({ profile }: { profile: Profile }) {
  const { t } = useTranslator();
  const [open, setOpen] = useState<"menu" | "report" | null>(null);
  const { viewer } = profile;
  const { withAccount } = useAccountGate();
  const shutOut = useShutOut(profile.username);
  const name = `@${profile.username}`;

  const set = (what: "mute" | "block", on: boolean) =>
    withAccount("other", () => {
      setOpen(null);
      void shutOut.set(what, on);
    });

  return (
    <>
      <IconButton icon="dots-three" label={t("profile.menu")} onClick={() => setOpen("menu")} />
      {open === "menu" ? (
        <Sheet title={name} onClose={() => setOpen(null)}>
          <div className="flex flex-col gap-2 pt-2">
            <Button onClick={() => set("mute", !viewer.muted)}>
              {t(viewer.muted ? "profile.unmute" : "profile.mute", { name })}
            </Button>
            {viewer.blocked ? null : (
              <Button kind="danger" onClick={() => set("block", true)}>
                {t("profile.block", { name })}
              </Button>
            )}
            <Button onClick={() => setOpen("report")}>{t("report.action")}</Button>
          </div>
        </Sheet>
      ) : null}
      {open === "report" ? (
        <ReportSheet what={{ kind: "user", id: profile.id, name }} onClose={() => setOpen(null)} />
      ) : null}
    </>
  );
}
