"use client";

import { Field, TextArea } from "@/components/field/field";
import type { ApiProblem } from "@/lib/api/problem";
import type { Instance } from "@/lib/api/types";
import { text } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";

interface PartProps {
  place: Instance;
  problem: ApiProblem | null;
}

const texts = ["terms", "privacy", "imprint"] as const;

/** What people are asked to keep to, and who stands for the place. */
export function TextFields({ place, problem }: PartProps) {
  const { t } = useTranslator();
  return (
    <>
      <TextArea
        label={t("admin.rules")}
        name="rules"
        rows={5}
        hint={t("admin.rules.hint")}
        defaultValue={place.rules.join("\n")}
        error={problem?.field("rules")}
      />
      <Field
        label={t("admin.contact")}
        name="contact"
        maxLength={300}
        defaultValue={place.contact ?? ""}
        error={problem?.field("contact")}
      />
      <fieldset className="flex flex-col gap-4">
        <legend className="pb-1 text-15 font-semibold">{t("admin.legal")}</legend>
        <p className="text-13 text-muted">{t("admin.legal.hint")}</p>
        {texts.map((name) => (
          <TextArea
            key={name}
            label={t(`about.${name}`)}
            name={name}
            rows={3}
            defaultValue={place.legal[name] ?? ""}
            error={problem?.field(name)}
          />
        ))}
      </fieldset>
    </>
  );
}

export function MinimumAgeField({ place, problem }: PartProps) {
  const { t } = useTranslator();
  return (
    <Field
      label={t("admin.minimumAge")}
      name="minimumAge"
      type="number"
      inputMode="numeric"
      min={0}
      max={99}
      required
      hint={t("admin.minimumAge.hint")}
      defaultValue={place.minimumAge}
      error={problem?.field("minimumAge")}
      className="max-w-64"
    />
  );
}

/** What these fields say, as the server takes it. */
export const textsOf = (form: FormData) => ({
  rules: text(form, "rules")
    .split("\n")
    .map((rule) => rule.trim())
    .filter(Boolean),
  contact: text(form, "contact").trim(),
  legal: {
    terms: text(form, "terms").trim(),
    privacy: text(form, "privacy").trim(),
    imprint: text(form, "imprint").trim(),
  },
});
