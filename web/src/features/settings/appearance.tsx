"use client";

import { useRouter } from "next/navigation";
import { FieldFrame, controlClass } from "@/components/field/field";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import { rememberCookie } from "@/lib/cookies";
import { localeCookie, locales } from "@/lib/i18n/translate";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useAppDispatch, useMe } from "@/lib/store/hooks";
import { meChanged } from "@/lib/store/session-slice";
import { useTheme } from "@/lib/theme/theme";
import { type Theme, themes, toTheme } from "@/lib/theme/theme-name";

/**
 * Theme and language; kept on this device, so that they hold before signing in too. The account
 * knows both as well: other devices follow its theme, and mail is written in its language.
 */
export function Appearance() {
  const { t, locale } = useTranslator();
  const { theme, setTheme } = useTheme();
  const router = useRouter();
  const me = useMe();
  const dispatch = useAppDispatch();
  const { act } = useAct();

  function tellAccount(settings: { theme: Theme } | { locale: string }) {
    if (!me) return;
    void act(async () => {
      dispatch(meChanged(await gateway.patch("/users/me", { body: { settings } })));
    });
  }
  function chooseTheme(theme: Theme) {
    setTheme(theme);
    tellAccount({ theme });
  }
  function chooseLocale(locale: string) {
    rememberCookie(localeCookie, locale);
    router.refresh();
    tellAccount({ locale });
  }

  return (
    <div className="flex flex-col gap-4">
      <FieldFrame label={t("settings.theme")}>
        {(control) => (
          <select
            {...control}
            value={theme}
            className={controlClass}
            onChange={(event) => chooseTheme(toTheme(event.currentTarget.value))}
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
            onChange={(event) => chooseLocale(event.currentTarget.value)}
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
