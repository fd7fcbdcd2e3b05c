"use client";

import { Field } from "@/components/field/field";
import { ApiProblem } from "@/lib/api/problem";
import { text } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";

const name = "publishAt";

/** When a clip comes out, by the clock of whoever posts it. */
export function ScheduleField({ initial, error }: { initial: string; error?: string }) {
  const { t } = useTranslator();
  return (
    <Field
      label={t("upload.schedule")}
      name={name}
      type="datetime-local"
      defaultValue={initial}
      hint={t("upload.schedule.hint")}
      error={error}
    />
  );
}

/** A moment as the field writes it: local, to the minute. */
export function localMoment(iso: string | null | undefined): string {
  if (!iso) return "";
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The chosen moment, null for as soon as it is ready; one that has gone by is refused in words. */
export function momentOf(form: FormData, past: string): string | null {
  const chosen = text(form, name);
  if (!chosen) return null;
  const at = new Date(chosen);
  if (at.getTime() <= Date.now())
    throw new ApiProblem(422, "validation_failed", "", { [name]: [past] });
  return at.toISOString();
}
