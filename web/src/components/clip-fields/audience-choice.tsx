"use client";

import { FieldFrame, controlClass } from "@/components/field/field";
import type { Audience } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";

export const audiences: Audience[] = ["public", "followers", "unlisted", "private"];

export function AudienceChoice({ initial, error }: { initial: Audience; error?: string }) {
  const { t } = useTranslator();
  return (
    <FieldFrame label={t("upload.audience")} error={error}>
      {(control) => (
        <select name="audience" defaultValue={initial} className={controlClass} {...control}>
          {audiences.map((audience) => (
            <option key={audience} value={audience}>
              {t(`upload.audience.${audience}`)}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}
