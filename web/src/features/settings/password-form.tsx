"use client";

import { useState } from "react";
import { Button } from "@/components/button/button";
import { Field } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { useToast } from "@/components/toast/toast";
import { gateway } from "@/lib/api/gateway";
import { text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useAppDispatch } from "@/lib/store/hooks";
import { meChanged } from "@/lib/store/session-slice";

/** Changing it ends every other session. */
export function PasswordForm() {
  const { t } = useTranslator();
  const toast = useToast();
  const dispatch = useAppDispatch();
  const [done, setDone] = useState(0);
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    await gateway.post("/auth/password", {
      body: { current: text(form, "current"), new: text(form, "new") },
    });
    // An address that waited for its link has ended with the password it was begun with.
    dispatch(meChanged({ pendingEmail: undefined }));
    toast({ text: t("settings.password.changed") });
    setDone(done + 1);
  });
  return (
    <form key={done} onSubmit={onSubmit} className="flex flex-col gap-4">
      <Field
        label={t("settings.password.current")}
        name="current"
        type="password"
        autoComplete="current-password"
        required
        error={problem?.field("current")}
      />
      <Field
        label={t("settings.password.new")}
        name="new"
        type="password"
        autoComplete="new-password"
        required
        minLength={8}
        maxLength={128}
        hint={t("settings.password.hint")}
        error={problem?.field("new")}
      />
      <FormProblem problem={problem} />
      <Button type="submit" busy={busy} className="self-start">
        {t("settings.password.change")}
      </Button>
    </form>
  );
}
