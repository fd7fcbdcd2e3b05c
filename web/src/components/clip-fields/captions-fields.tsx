"use client";

import { Field, FieldFrame, controlClass } from "@/components/field/field";
import { gateway } from "@/lib/api/gateway";
import { text } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { toVtt } from "./to-vtt";

/** Captions are most often in one of these; the list needs no more to be of use. */
const languages = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "ru", "ar", "ja"];

/** A file of captions and the language it is in. */
export function CaptionsFields() {
  const { t, locale } = useTranslator();
  const names = new Intl.DisplayNames([locale], { type: "language" });
  return (
    <>
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
            defaultValue={languages.includes(locale) ? locale : "en"}
            className={controlClass}
            {...control}
          >
            {languages.map((code) => (
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

/** Sends the chosen file, if one was chosen. */
export async function sendCaptions(videoId: string, form: FormData): Promise<void> {
  const file = form.get("captions");
  if (!(file instanceof File) || file.size === 0) return;
  await gateway.put("/videos/{id}/captions/{locale}", {
    path: { id: videoId, locale: text(form, "captionsLocale") },
    body: toVtt(await file.text()),
    headers: { "Content-Type": "text/vtt" },
  });
}
