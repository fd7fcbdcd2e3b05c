"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/button/button";
import { IconButton } from "@/components/button/icon-button";
import { Sheet } from "@/components/dialog/sheet";
import { useToast } from "@/components/toast/toast";
import { useAct } from "@/components/toast/use-act";
import { useAccountGate } from "@/lib/account/account-gate";
import { api } from "@/lib/api/client";
import type { Profile } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";

const ReportSheet = dynamic(() => import("@/components/report/report-sheet"), { ssr: false });

/** Mute hides a person from me; block removes us from each other. */
export function PersonMenu({ profile }: { profile: Profile }) {
  const { t } = useTranslator();
  const [open, setOpen] = useState<"menu" | "report" | null>(null);
  const [viewer, setViewer] = useState(profile.viewer);
  const { withAccount } = useAccountGate();
  const toast = useToast();
  const { act } = useAct();
  const router = useRouter();
  const name = `@${profile.username}`;

  const set = (what: "mute" | "block", on: boolean) =>
    act(async () => {
      const field = what === "mute" ? "muted" : "blocked";
      setOpen(null);
      await api.request({
        url: `/users/${encodeURIComponent(profile.username)}/${what}`,
        method: on ? "PUT" : "DELETE",
      });
      setViewer((before) => ({ ...before, [field]: on }));
      toast({ text: t(`profile.${what}${on ? "Done" : "Undone"}`, { name }) });
      if (what === "block") router.refresh();
    });

  return (
    <>
      <IconButton icon="dots-three" label={t("profile.menu")} onClick={() => setOpen("menu")} />
      {open === "menu" ? (
        <Sheet title={name} onClose={() => setOpen(null)}>
          <div className="flex flex-col gap-2 pt-2">
            <Button onClick={() => withAccount("other", () => void set("mute", !viewer.muted))}>
              {t(viewer.muted ? "profile.unmute" : "profile.mute", { name })}
            </Button>
            <Button
              kind="danger"
              onClick={() => withAccount("other", () => void set("block", !viewer.blocked))}
            >
              {t(viewer.blocked ? "profile.unblock" : "profile.block", { name })}
            </Button>
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
