"use client";

import { useState } from "react";
import { Button } from "@/components/button/button";
import { Field } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { Sheet } from "@/components/dialog/sheet";
import { Icon } from "@/components/icon/icon";
import { useToast } from "@/components/toast/toast";
import { useAct } from "@/components/toast/use-act";
import { api } from "@/lib/api/client";
import type { Me } from "@/lib/api/types";
import { text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useAppDispatch } from "@/lib/store/hooks";
import { meChanged } from "@/lib/store/session-slice";

/** Taking everything along, and going. Going can be taken back for a time. */
export function YourData({ me }: { me: Me }) {
  const { t, date } = useTranslator();
  const dispatch = useAppDispatch();
  const toast = useToast();
  const { busy, act } = useAct();
  const [asking, setAsking] = useState(false);

  const exportAll = () =>
    act(async () => {
      const { data } = await api.post<{ url: string }>("/users/me/export");
      window.location.assign(data.url);
    });
  const restore = () =>
    act(async () => {
      const { data } = await api.post<Me>("/users/me/restore");
      dispatch(meChanged({ ...data, deletionAt: undefined }));
      toast({ text: t("settings.delete.restored") });
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
          <Button kind="primary" busy={busy} onClick={restore} className="self-start">
            {t("settings.delete.restore")}
          </Button>
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
    await api.delete("/users/me", { data: { password: text(form, "deletePassword") } });
    // A full load, on purpose: nothing of the account stays in memory.
    // eslint-disable-next-line @next/next/no-location-assign-relative-destination
    window.location.assign("/");
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
          autoFocus
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
