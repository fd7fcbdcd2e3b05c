"use client";

import Link from "next/link";
import { useState } from "react";
import { Button, buttonClass } from "@/components/button/button";
import { Field } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { gateway } from "@/lib/api/gateway";
import { text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useHash } from "@/lib/use-hash";

/** Takes the link of a message: a new password, and every session ends. */
export function ResetForm() {
  const { t } = useTranslator();
  const token = useHash();
  const [done, setDone] = useState(false);
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    await gateway.post("/auth/password/reset", {
      body: { token: token ?? "", password: text(form, "password") },
    });
    setDone(true);
  });

  if (done) {
    return (
      <div role="status" className="flex flex-col gap-4">
        <p className="text-17">{t("auth.reset.done")}</p>
        <Link href="/log-in" className={buttonClass("primary", "self-start")}>
          {t("nav.logIn")}
        </Link>
      </div>
    );
  }
  const badLink = problem?.field("token") ?? (token === "" ? t("auth.link.missing") : undefined);
  if (badLink) {
    return (
      <div className="flex flex-col gap-4">
        <p role="alert" className="text-17">
          {badLink}
        </p>
        <Link href="/forgot" className={buttonClass("primary", "self-start")}>
          {t("auth.forgot.send")}
        </Link>
      </div>
    );
  }
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-4">
      <Field
        label={t("settings.password.new")}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={8}
        maxLength={128}
        hint={t("auth.password.hint")}
        error={problem?.field("password")}
      />
      <FormProblem problem={problem} />
      <Button kind="primary" type="submit" busy={busy} disabled={token === null}>
        {t("auth.reset.submit")}
      </Button>
    </form>
  );
}
