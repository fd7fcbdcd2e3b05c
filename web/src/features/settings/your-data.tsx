"use client";

import { useState } from "react";
import { Button } from "@/components/button/button";
import { Field } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { Sheet } from "@/components/dialog/sheet";
import { KeepAccount } from "@/components/keep-account/keep-account";
import { Icon } from "@/components/icon/icon";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import { queryOf } from "@/lib/api/url";
import type { Me } from "@/lib/api/types";
import { text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";

/** Taking everything along, and going. Going can be taken back for a time. */
export function YourData({ me }: { me: Me }) {
  const { t, date } = useTranslator();
  const { busy, act } = useAct();
  const [asking, setAsking] = useState(false);

  const exportAll = () =>
    act(async () => {
      const archive = await gateway.post("/users/me/export");
      window.location.assign(archive.url);
    });
  return (
    <div className="flex flex-col gap-4">
      <p className="text-15 text-muted">{t("settings.export.hint")}</p>
      <Button
        busy={busy && !asking}
        onClick={exportAll}
        icon={<Icon name="download-simple" size={20} />}
        className="self-start"
      >
        {t("settings.export")}
      </Button>
      {me.deletionAt ? (
        <>
          <p role="status" className="text-15">
            {t("settings.delete.waiting", { date: date(me.deletionAt) })}
          </p>
          <KeepAccount />
        </>
      ) : (
        <>
          <p className="text-15 text-muted">{t("settings.delete.hint")}</p>
          <Button kind="danger" onClick={() => setAsking(true)} className="self-start">
            {t("settings.delete")}
          </Button>
        </>
      )}
      {asking ? <DeleteSheet onClose={() => setAsking(false)} /> : null}
    </div>
  );
}

function DeleteSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslator();
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const { deletionAt } = await gateway.delete("/users/me", {
      body: { password: text(form, "deletePassword") },
    });
    // A full load, on purpose: nothing of the account stays in memory. What is left to say is said there.
    // eslint-disable-next-line @next/next/no-location-assign-relative-destination
    window.location.assign(`/left?${queryOf({ until: deletionAt })}`);
  });
  return (
    <Sheet title={t("settings.delete")} onClose={onClose}>
      <form onSubmit={onSubmit} className="flex flex-col gap-4 pt-2">
        <p className="text-15">{t("settings.delete.sure")}</p>
        <Field
          label={t("auth.password")}
          name="deletePassword"
          type="password"
          autoComplete="current-password"
          data-autofocus
          required
          error={problem?.field("password")}
        />
        <FormProblem problem={problem} />
        <Button kind="danger" type="submit" busy={busy}>
          {t("settings.delete.confirm")}
        </Button>
      </form>
    </Sheet>
  );
}
