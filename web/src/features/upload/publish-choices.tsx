"use client";

import { Field, FieldFrame, controlClass } from "@/components/field/field";
import type { ApiProblem } from "@/lib/api/problem";
import type { VideoLabel } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";

export const labels: VideoLabel[] = ["sensitive", "ai", "ad", "flashing"];

/** Captions are most often in one of these; the list needs no more to be of use. */
const captionLanguages = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "ru", "ar", "ja"];

/** What a clip shows, when it comes out and its captions: for those who need it. */
export function PublishChoices({ problem }: { problem: ApiProblem | null }) {
  const { t, locale } = useTranslator();
  const names = new Intl.DisplayNames([locale], { type: "language" });
  return (
    <>
      <fieldset>
        <legend className="pb-1 text-13 font-semibold">{t("upload.labels")}</legend>
        {labels.map((label) => (
          <label key={label} className="flex min-h-11 items-center gap-3 text-15">
            <input type="checkbox" name="labels" value={label} className="size-5 accent-fg" />
            {t(`upload.labels.${label}`)}
          </label>
        ))}
      </fieldset>
      <Field
        label={t("upload.schedule")}
        name="publishAt"
        type="datetime-local"
        hint={t("upload.schedule.hint")}
        error={problem?.field("publishAt")}
      />
      <Field
        label={t("upload.captions")}
        name="captions"
        type="file"
        accept=".vtt,.srt,text/vtt"
        hint={t("upload.captions.hint")}
      />
      <FieldFrame label={t("upload.captions.language")}>
        {(control) => (
          <select
            name="captionsLocale"
            defaultValue={captionLanguages.includes(locale) ? locale : "en"}
            className={controlClass}
            {...control}
          >
            {captionLanguages.map((code) => (
              <option key={code} value={code}>
                {names.of(code)}
              </option>
            ))}
          </select>
        )}
      </FieldFrame>
    </>
  );
}
