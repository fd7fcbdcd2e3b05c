"use client";

import { Button } from "@/components/button/button";
import { IconButton } from "@/components/button/icon-button";
import { CopyLine } from "@/components/copy-line/copy-line";
import { Loaded } from "@/components/load-state/loaded";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import { url } from "@/lib/api/url";
import { useRead } from "@/lib/api/use-read";
import { useTranslator } from "@/lib/i18n/use-translator";

/** Links that let people in: made here, given away, taken back. */
export function Invites() {
  const { t } = useTranslator();
  const { busy, act } = useAct();
  const invites = useRead(url("/admin/invites"));

  const change = (what: () => Promise<unknown>) =>
    act(async () => {
      try {
        await what();
      } finally {
        await invites.mutate();
      }
    });

  return (
    <div className="flex flex-col gap-4">
      <Loaded reading={invites}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-15 text-muted">{t("admin.invites.none")}</p>
          ) : (
            <ul className="flex flex-col gap-4">
              {items.map((invite) => (
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
                    onClick={() =>
                      change(() =>
                        gateway.delete("/admin/invites/{code}", { path: { code: invite.code } }),
                      )
                    }
                  />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <div className="flex flex-wrap gap-2">
        <Button
          busy={busy}
          onClick={() => change(() => gateway.post("/admin/invites", { body: { uses: 1 } }))}
        >
          {t("admin.invites.one")}
        </Button>
        <Button
          busy={busy}
          onClick={() => change(() => gateway.post("/admin/invites", { body: { uses: -1 } }))}
        >
          {t("admin.invites.many")}
        </Button>
      </div>
    </div>
  );
}
