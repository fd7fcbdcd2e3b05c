"use client";

import type { VideoLabel } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";

const labels: VideoLabel[] = ["sensitive", "ai", "ad", "flashing"];

/** What people are told of a clip before they watch it. */
export function LabelChoice({ initial }: { initial: readonly VideoLabel[] }) {
  const { t } = useTranslator();
  return (
    <fieldset>
      <legend className="pb-1 text-13 font-semibold">{t("upload.labels")}</legend>
      {labels.map((label) => (
        <label key={label} className="flex min-h-11 items-center gap-3 text-15">
          <input
            type="checkbox"
            name="labels"
            value={label}
            defaultChecked={initial.includes(label)}
            className="size-5 accent-fg"
          />
          {t(`upload.labels.${label}`)}
        </label>
      ))}
    </fieldset>
  );
}

export const labelsOf = (form: FormData) =>
  labels.filter((label) => form.getAll("labels").includes(label));
