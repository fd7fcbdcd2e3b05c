"use client";

import type { Registration } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";

export const registrations: Registration[] = ["invite", "approval", "open", "closed"];

/** Who may join; each choice says what it means. */
export function RegistrationChoice({ initial }: { initial: Registration }) {
  const { t } = useTranslator();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="sr-only">{t("setup.registration")}</legend>
      {registrations.map((choice) => (
        <label
          key={choice}
          className="flex min-h-11 items-start gap-3 rounded-control border border-line bg-raised px-3 py-2 has-checked:border-fg"
        >
          <input
            type="radio"
            name="registration"
            value={choice}
            defaultChecked={choice === (registrations.includes(initial) ? initial : "invite")}
            className="mt-1 size-4 accent-fg"
          />
          <span className="flex flex-col">
            <span className="text-15 font-semibold">{t(`setup.registration.${choice}`)}</span>
            <span className="text-13 text-muted">{t(`setup.registration.${choice}.hint`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
