"use client";

import { useState } from "react";
import { Button, buttonClass } from "@/components/button/button";
import { CopyLine } from "@/components/copy-line/copy-line";
import { Field } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { later } from "@/components/later/later";
import { gateway } from "@/lib/api/gateway";
import type { Me, TotpBegun } from "@/lib/api/types";
import { text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useAppDispatch } from "@/lib/store/hooks";
import { meChanged } from "@/lib/store/session-slice";
import { RecoveryCodes } from "./recovery-codes";
import { WithPassword } from "./with-password";

const QrCode = later(() => import("@/components/qr-code/qr-code"));

/** A code from an app beside the password: set up, confirmed, turned off, with codes for the day the phone is lost. */
export function TwoFactor({ me }: { me: Me }) {
  const { t } = useTranslator();
  const dispatch = useAppDispatch();
  const [begun, setBegun] = useState<TotpBegun | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);

  const begin = async (password: string) =>
    setBegun(await gateway.post("/auth/totp", { body: { password } }));
  const renew = async (password: string) =>
    setCodes((await gateway.post("/auth/totp/recovery", { body: { password } })).recoveryCodes);
  const remove = async (password: string) => {
    await gateway.delete("/auth/totp", { body: { password } });
    dispatch(meChanged({ twoFactor: false }));
    setCodes(null);
  };

  const confirming = useSubmit(async (form) => {
    const { recoveryCodes } = await gateway.put("/auth/totp", {
      body: { code: text(form, "code") },
    });
    dispatch(meChanged({ twoFactor: true }));
    setBegun(null);
    setCodes(recoveryCodes);
  });

  if (codes) return <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />;
  if (me.twoFactor) {
    return (
      <div className="flex flex-col gap-4">
        <p className="text-15">{t("settings.totp.on")}</p>
        <WithPassword action={t("settings.totp.renew")} send={renew} />
        <WithPassword kind="danger" action={t("settings.totp.off")} send={remove} />
      </div>
    );
  }
  if (!begun) {
    return (
      <div className="flex flex-col gap-4">
        <p className="text-15 text-muted">{t("settings.totp.hint")}</p>
        <WithPassword action={t("settings.totp.begin")} send={begin} />
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
