"use client";

import { Button } from "@/components/button/button";
import { Field } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { gateway } from "@/lib/api/gateway";
import type { Me } from "@/lib/api/types";
import { text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";
import { AccountFields } from "@/components/account-fields/account-fields";

interface SignUpFormProps {
  /** From an invite link; without one the form asks for it where the instance needs it. */
  invite?: string;
  onDone: (me: Me) => void;
}

/** Makes an account, or says in words why this instance does not take one. */
export function SignUpForm({ invite, onDone }: SignUpFormProps) {
  const { t } = useTranslator();
  const { registration, name, minimumAge } = useInstance();
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const { user } = await gateway.post("/auth/register", {
      body: {
        username: text(form, "username").trim(),
        email: text(form, "email").trim(),
        password: text(form, "password"),
        invite: invite ?? (text(form, "invite").trim() || undefined),
      },
    });
    onDone(user);
  });

  if (registration === "closed") return <p className="text-15">{t("auth.closed", { name })}</p>;

  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-4">
      {registration === "invite" && !invite ? (
        <Field
          label={t("auth.invite")}
          name="invite"
          autoComplete="off"
          required
          hint={t("auth.invite.hint")}
          error={problem?.field("invite")}
        />
      ) : problem?.field("invite") ? (
        <p role="alert" className="text-15 text-liked">
          {problem.field("invite")}
        </p>
      ) : null}
      <AccountFields problem={problem} />
      <FormProblem problem={problem?.code === "username_taken" ? null : problem} />
      {registration === "approval" ? (
        <p className="text-13 text-muted">{t("auth.approval", { name })}</p>
      ) : null}
      <Button kind="primary" type="submit" busy={busy}>
        {t("auth.signUp")}
      </Button>
      {minimumAge > 0 ? (
        <p className="text-13 text-muted">{t("auth.age", { age: minimumAge })}</p>
      ) : null}
    </form>
  );
}
