"use client";

import { FieldFrame, controlClass } from "@/components/field/field";
import type { Audience } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";

const audiences: Audience[] = ["public", "followers", "unlisted", "private"];

export function AudienceChoice({ error }: { error?: string }) {
  const { t } = useTranslator();
  return (
    <FieldFrame label={t("upload.audience")} error={error}>
      {(control) => (
        <select name="audience" defaultValue="public" className={controlClass} {...control}>
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
