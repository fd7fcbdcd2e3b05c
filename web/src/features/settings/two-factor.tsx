"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Button, buttonClass } from "@/components/button/button";
import { CopyLine } from "@/components/copy-line/copy-line";
import { Field } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { useAct } from "@/components/toast/use-act";
import { api } from "@/lib/api/client";
import type { Me, TotpBegun, TotpCodes } from "@/lib/api/types";
import { text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useAppDispatch } from "@/lib/store/hooks";
import { meChanged } from "@/lib/store/session-slice";
import { RecoveryCodes } from "./recovery-codes";

const QrCode = dynamic(() => import("@/components/qr-code/qr-code"), { ssr: false });

/** A code from an app beside the password: set up, confirmed, turned off, with codes for the day the phone is lost. */
export function TwoFactor({ me }: { me: Me }) {
  const { t } = useTranslator();
  const dispatch = useAppDispatch();
  const [begun, setBegun] = useState<TotpBegun | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const { busy, act } = useAct();

  const begin = () => act(async () => setBegun((await api.post<TotpBegun>("/auth/totp")).data));
  const renew = () =>
    act(async () =>
      setCodes((await api.post<TotpCodes>("/auth/totp/recovery")).data.recoveryCodes),
    );

  const confirming = useSubmit(async (form) => {
    const { data } = await api.put<TotpCodes>("/auth/totp", { code: text(form, "code") });
    dispatch(meChanged({ twoFactor: true }));
    setBegun(null);
    setCodes(data.recoveryCodes);
  });
  const removing = useSubmit(async (form) => {
    await api.delete("/auth/totp", { data: { password: text(form, "totpPassword") } });
    dispatch(meChanged({ twoFactor: false }));
    setCodes(null);
  });

  if (codes) return <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />;
  if (me.twoFactor) {
    return (
      <div className="flex flex-col gap-4">
        <p className="text-15">{t("settings.totp.on")}</p>
        <Button busy={busy} onClick={renew} className="self-start">
          {t("settings.totp.renew")}
        </Button>
        <form onSubmit={removing.onSubmit} className="flex flex-col gap-4">
          <Field
            label={t("auth.password")}
            name="totpPassword"
            type="password"
            autoComplete="current-password"
            required
            error={removing.problem?.field("password")}
          />
          <FormProblem problem={removing.problem} />
          <Button kind="danger" type="submit" busy={removing.busy} className="self-start">
            {t("settings.totp.off")}
          </Button>
        </form>
      </div>
    );
  }
  if (!begun) {
    return (
      <div className="flex flex-col gap-4">
        <p className="text-15 text-muted">{t("settings.totp.hint")}</p>
        <Button busy={busy} onClick={begin} className="self-start">
          {t("settings.totp.begin")}
        </Button>
      </div>
    );
  }
  return (
    <form onSubmit={confirming.onSubmit} className="flex flex-col gap-4">
      <p className="text-15">{t("settings.totp.secret")}</p>
      <QrCode
        url={begun.uri}
        label={t("settings.totp.secretLabel")}
        hint={t("settings.totp.scan")}
      />
      <CopyLine
        label={t("settings.totp.secretLabel")}
        value={begun.secret}
        action={t("settings.totp.copy")}
      />
      <a href={begun.uri} className={buttonClass("secondary", "self-start")}>
        {t("settings.totp.open")}
      </a>
      <Field
        label={t("auth.code")}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        hint={t("settings.totp.code.hint")}
        error={confirming.problem?.field("code")}
      />
      <FormProblem problem={confirming.problem} />
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" type="submit" busy={confirming.busy}>
          {t("settings.totp.confirm")}
        </Button>
        <Button kind="quiet" onClick={() => setBegun(null)}>
          {t("action.cancel")}
        </Button>
      </div>
    </form>
  );
}
