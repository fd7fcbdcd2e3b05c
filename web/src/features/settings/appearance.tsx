"use client";

import { useRouter } from "next/navigation";
import { FieldFrame, controlClass } from "@/components/field/field";
import { rememberCookie } from "@/lib/cookies";
import { localeCookie, locales } from "@/lib/i18n/translate";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useTheme } from "@/lib/theme/theme";
import { themes, toTheme } from "@/lib/theme/theme-name";

/** Theme and language; kept on this device, so that they hold before signing in too. */
export function Appearance() {
  const { t, locale } = useTranslator();
  const { theme, setTheme } = useTheme();
  const router = useRouter();
  return (
    <div className="flex flex-col gap-4">
      <FieldFrame label={t("settings.theme")}>
        {(control) => (
          <select
            {...control}
            value={theme}
            className={controlClass}
            onChange={(event) => setTheme(toTheme(event.currentTarget.value))}
          >
            {themes.map((name) => (
              <option key={name} value={name}>
                {t(`settings.theme.${name}`)}
              </option>
            ))}
          </select>
        )}
      </FieldFrame>
      <FieldFrame label={t("settings.language")}>
        {(control) => (
          <select
            {...control}
            value={locale}
            className={controlClass}
            onChange={(event) => {
              rememberCookie(localeCookie, event.currentTarget.value);
              router.refresh();
            }}
          >
            {locales.map((name) => (
              <option key={name} value={name} lang={name}>
                {new Intl.DisplayNames([name], { type: "language" }).of(name)}
              </option>
            ))}
          </select>
        )}
      </FieldFrame>
    </div>
  );
}
