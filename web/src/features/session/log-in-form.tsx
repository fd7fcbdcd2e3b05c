"use client";

import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/button/button";
import { Field } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { gateway } from "@/lib/api/gateway";
import type { Me } from "@/lib/api/types";
import { text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { PasskeyButton } from "./passkey-button";

const codeProblems = ["two_factor_required", "invalid_code"];

/** Signs in by username or e-mail; asks for a code once the server says that it needs one. */
export function LogInForm({ onDone }: { onDone: (me: Me) => void }) {
  const { t } = useTranslator();
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const { user } = await gateway.post("/auth/login", {
      body: {
        login: text(form, "login"),
        password: text(form, "password"),
        code: text(form, "code") || undefined,
      },
    });
    onDone(user);
  });
  const asksCode = problem !== null && codeProblems.includes(problem.code);
  const [needsCode, setNeedsCode] = useState(false);
  // Once asked for, the code stays with the form: also while it is sent, and when that fails for another reason.
  if (asksCode && !needsCode) setNeedsCode(true);

  return (
    <div className="flex flex-col gap-4">
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
        {needsCode ? (
          <Field
            label={t("auth.code")}
            name="code"
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            required
            hint={t("auth.code.hint")}
            error={problem?.code === "invalid_code" ? t("auth.code.wrong") : undefined}
          />
        ) : null}
        <FormProblem problem={asksCode ? null : problem} />
        <Button kind="primary" type="submit" busy={busy}>
          {t("nav.logIn")}
        </Button>
      </form>
      <PasskeyButton onDone={onDone} />
      <Link
        href="/forgot"
        className="inline-flex min-h-11 items-center self-start text-15 font-semibold text-link underline"
      >
        {t("auth.forgot")}
      </Link>
    </div>
  );
}
