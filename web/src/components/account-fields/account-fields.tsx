"use client";

import { Field } from "@/components/field/field";
import type { ApiProblem } from "@/lib/api/problem";
import { useTranslator } from "@/lib/i18n/use-translator";
import { UsernameField } from "./username-field";

/** What a new account needs; sign-up and setup ask for the same. */
export function AccountFields({ problem }: { problem: ApiProblem | null }) {
  const { t } = useTranslator();
  const taken = problem?.code === "username_taken" ? t("auth.username.taken") : undefined;
  return (
    <>
      <UsernameField error={problem?.field("username") ?? taken} />
      <Field
        label={t("auth.email")}
        name="email"
        type="email"
        autoComplete="email"
        required
        hint={t("auth.email.hint")}
        error={problem?.field("email")}
      />
      <Field
        label={t("auth.password")}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={8}
        maxLength={128}
        hint={t("auth.password.hint")}
        error={problem?.field("password")}
      />
    </>
  );
}
