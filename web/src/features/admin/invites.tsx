"use client";

import useSWR from "swr";
import { Button } from "@/components/button/button";
import { IconButton } from "@/components/button/icon-button";
import { CopyLine } from "@/components/copy-line/copy-line";
import { useAct } from "@/components/toast/use-act";
import { api } from "@/lib/api/client";
import type { Invite, Page } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";

/** Links that let people in: made here, given away, taken back. */
export function Invites() {
  const { t } = useTranslator();
  const { busy, act } = useAct();
  const { data, mutate } = useSWR<Page<Invite>>("/admin/invites");

  const change = (what: () => Promise<unknown>) =>
    act(async () => {
      try {
        await what();
      } finally {
        await mutate();
      }
    });

  return (
    <div className="flex flex-col gap-4">
      {data?.items.length === 0 ? (
        <p className="text-15 text-muted">{t("admin.invites.none")}</p>
      ) : null}
      <ul className="flex flex-col gap-4">
        {data?.items.map((invite) => (
          <li key={invite.code} className="flex items-start gap-2">
            <div className="flex-1">
              <CopyLine label={t("admin.invite")} value={invite.url} />
              <p className="text-13 text-muted">
                {invite.uses < 0
                  ? t("admin.invites.unlimited")
                  : t("admin.invites.uses", { count: invite.uses })}
              </p>
            </div>
            <IconButton
              icon="trash"
              label={t("admin.invites.delete")}
              disabled={busy}
              onClick={() => change(() => api.delete(`/admin/invites/${invite.code}`))}
            />
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button busy={busy} onClick={() => change(() => api.post("/admin/invites", { uses: 1 }))}>
          {t("admin.invites.one")}
        </Button>
        <Button busy={busy} onClick={() => change(() => api.post("/admin/invites", { uses: -1 }))}>
          {t("admin.invites.many")}
        </Button>
      </div>
    </div>
  );
}
