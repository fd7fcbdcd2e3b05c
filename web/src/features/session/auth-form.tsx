"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/button/button";
import { Field } from "@/components/field/field";
import { api } from "@/lib/api/client";
import { type ApiProblem, toProblem } from "@/lib/api/problem";
import type { Me, Session } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";

/** Signs in by username or e-mail. */
export default function AuthForm({ onDone }: { onDone: (me: Me) => void }) {
  const { t, sentence } = useTranslator();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    try {
      const { data } = await api.post<Session>("/auth/login", {
        login: form.get("login"),
        password: form.get("password"),
      });
      onDone(data.user);
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4 pt-2">
      <Field
        label={t("auth.login")}
        name="login"
        autoComplete="username"
        autoCapitalize="none"
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
      {problem ? (
        <p role="alert" className="text-15 text-liked">
          {sentence({ code: problem.code, params: problem.params, text: problem.detail })}
        </p>
      ) : null}
      <Button kind="primary" type="submit" busy={busy}>
        {t("nav.logIn")}
      </Button>
    </form>
  );
}
