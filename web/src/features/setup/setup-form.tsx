"use client";

import { Button } from "@/components/button/button";
import { Field, TextArea } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { api } from "@/lib/api/client";
import type { Invite, SetupAnswer } from "@/lib/api/types";
import { text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";
import { AccountFields } from "@/components/account-fields/account-fields";
import { RegistrationChoice } from "./registration-choice";

interface SetupFormProps {
  token: string;
  onDone: (invite: Invite | null) => void;
}

/** Names the place, decides who may join, and makes the first admin. */
export function SetupForm({ token, onDone }: SetupFormProps) {
  const { t } = useTranslator();
  const instance = useInstance();
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const { data } = await api.post<SetupAnswer>("/setup", {
      token,
      username: text(form, "username").trim(),
      email: text(form, "email").trim(),
      password: text(form, "password"),
      instance: {
        name: text(form, "instance.name").trim(),
        description: text(form, "instance.description").trim(),
        registration: text(form, "instance.registration"),
      },
    });
    onDone(data.invite ?? null);
  });

  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-10">
      <div className="flex flex-col gap-2">
        <h1 className="font-display text-28 font-extrabold tracking-display">{t("setup.title")}</h1>
        <p className="text-15 text-muted">{t("setup.intro")}</p>
      </div>
      <section className="flex flex-col gap-4">
        <h2 className="text-20 font-semibold">{t("setup.place")}</h2>
        <Field
          label={t("setup.name")}
          name="instance.name"
          required
          maxLength={60}
          defaultValue={instance.name}
          error={problem?.field("instance.name")}
        />
        <TextArea
          label={t("setup.description")}
          name="instance.description"
          maxLength={300}
          hint={t("setup.description.hint")}
          error={problem?.field("instance.description")}
        />
        <RegistrationChoice initial={instance.registration} />
      </section>
      <section className="flex flex-col gap-4">
        <h2 className="text-20 font-semibold">{t("setup.you")}</h2>
        <AccountFields problem={problem} />
      </section>
      <FormProblem problem={problem?.code === "username_taken" ? null : problem} />
      <Button kind="primary" type="submit" busy={busy}>
        {t("setup.submit")}
      </Button>
    </form>
  );
}
