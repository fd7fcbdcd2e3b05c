"use client";

import useSWR from "swr";
import { Button } from "@/components/button/button";
import { Field, FieldFrame, TextArea, controlClass } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { useToast } from "@/components/toast/toast";
import { api } from "@/lib/api/client";
import type { Instance, Registration } from "@/lib/api/types";
import { text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";

const modes: Registration[] = ["invite", "approval", "open", "closed"];

/** Name, rules and who may join. */
export function InstanceForm() {
  const { t } = useTranslator();
  const toast = useToast();
  const { data, mutate } = useSWR<Instance>("/admin/instance");
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const { data: changed } = await api.put<Instance>("/admin/instance", {
      name: text(form, "name"),
      description: text(form, "description"),
      registration: text(form, "registration"),
      accent: text(form, "accent"),
      contact: text(form, "contact"),
      rules: text(form, "rules").split("\n").filter(Boolean),
      signedOutBrowsing: form.get("signedOutBrowsing") === "on",
    });
    await mutate(changed, { revalidate: false });
    toast({ text: t("settings.saved") });
  });
  if (!data) return null;

  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-4">
      <Field
        label={t("setup.name")}
        name="name"
        required
        defaultValue={data.name}
        error={problem?.field("name")}
      />
      <TextArea
        label={t("setup.description")}
        name="description"
        defaultValue={data.description}
        error={problem?.field("description")}
      />
      <FieldFrame label={t("setup.registration")} error={problem?.field("registration")}>
        {(control) => (
          <select
            {...control}
            name="registration"
            defaultValue={data.registration}
            className={controlClass}
          >
            {modes.map((mode) => (
              <option key={mode} value={mode}>
                {t(`setup.registration.${mode}`)}
              </option>
            ))}
          </select>
        )}
      </FieldFrame>
      <Field
        label={t("admin.accent")}
        name="accent"
        placeholder="#FFC53D"
        defaultValue={data.accent ?? ""}
        error={problem?.field("accent")}
      />
      <Field
        label={t("admin.contact")}
        name="contact"
        defaultValue={data.contact ?? ""}
        error={problem?.field("contact")}
      />
      <TextArea
        label={t("admin.rules")}
        name="rules"
        rows={6}
        hint={t("admin.rules.hint")}
        defaultValue={data.rules.join("\n")}
        error={problem?.field("rules")}
      />
      <label className="flex min-h-11 items-center gap-3 text-15">
        <input
          type="checkbox"
          name="signedOutBrowsing"
          defaultChecked={data.signedOutBrowsing}
          className="size-5 accent-fg"
        />
        {t("admin.signedOutBrowsing")}
      </label>
      <FormProblem problem={problem} />
      <Button kind="primary" type="submit" busy={busy} className="self-start">
        {t("action.save")}
      </Button>
    </form>
  );
}
