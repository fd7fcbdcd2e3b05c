"use client";

import { Button } from "@/components/button/button";
import { Field } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { api } from "@/lib/api/client";
import type { Me, Session } from "@/lib/api/types";
import { text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";

/** Signs in by username or e-mail. */
export function LogInForm({ onDone }: { onDone: (me: Me) => void }) {
  const { t } = useTranslator();
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const { data } = await api.post<Session>("/auth/login", {
      login: text(form, "login"),
      password: text(form, "password"),
    });
    onDone(data.user);
  });

  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-4">
      <Field
        label={t("auth.login")}
        name="login"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        error={problem?.field("login")}
      />
      <Field
        label={t("auth.password")}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        error={problem?.field("password")}
      />
      <FormProblem problem={problem} />
      <Button kind="primary" type="submit" busy={busy}>
        {t("nav.logIn")}
      </Button>
    </form>
  );
}
