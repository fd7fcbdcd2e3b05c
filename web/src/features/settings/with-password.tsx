"use client";

import { type ReactNode, useState } from "react";
import { Button, type ButtonKind } from "@/components/button/button";
import { Field } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";

interface Props {
  action: string;
  icon?: ReactNode;
  kind?: ButtonKind;
  send: (password: string) => Promise<void>;
}

/** A button that asks for the password first: what outlasts this session must not be had by whoever finds it open. */
export function WithPassword({ action, icon, kind, send }: Props) {
  const { t } = useTranslator();
  const [asking, setAsking] = useState(false);
  const form = useSubmit(async (sent) => {
    await send(text(sent, "password"));
    setAsking(false);
  });

  if (!asking) {
    return (
      <Button kind={kind} icon={icon} className="self-start" onClick={() => setAsking(true)}>
        {action}
      </Button>
    );
  }
  return (
    <form onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <Field
        label={t("auth.password")}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        autoFocus
        hint={t("settings.askPassword")}
        error={form.problem?.field("password")}
      />
      <FormProblem problem={form.problem} />
      <div className="flex flex-wrap gap-2">
        <Button kind={kind ?? "primary"} type="submit" busy={form.busy} icon={icon}>
          {action}
        </Button>
        <Button kind="quiet" onClick={() => setAsking(false)}>
          {t("action.cancel")}
        </Button>
      </div>
    </form>
  );
}
