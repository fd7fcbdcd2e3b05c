"use client";

import { useState } from "react";
import { Button } from "@/components/button/button";
import { Field } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { gateway } from "@/lib/api/gateway";
import { text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";

/** Asks for a link by e-mail. What it says afterwards is the same for every address. */
export function ForgotForm() {
  const { t } = useTranslator();
  const { features, contact } = useInstance();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const email = text(form, "email").trim();
    await gateway.post("/auth/password/forgot", { body: { email } });
    setSentTo(email);
  });

  if (sentTo !== null) {
    return (
      <div role="status" className="flex flex-col gap-2">
        <p className="text-17">{t("auth.forgot.sent", { email: sentTo })}</p>
        {features.mail ? null : (
          <p className="text-15 text-muted">
            {t("auth.forgot.noMail", { contact: contact ?? "" })}
          </p>
        )}
      </div>
    );
  }
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-4">
      <p className="text-15 text-muted">{t("auth.forgot.hint")}</p>
      <Field
        label={t("auth.email")}
        name="email"
        type="email"
        autoComplete="email"
        required
        error={problem?.field("email")}
      />
      <FormProblem problem={problem} />
      <Button kind="primary" type="submit" busy={busy}>
        {t("auth.forgot.send")}
      </Button>
    </form>
  );
}
