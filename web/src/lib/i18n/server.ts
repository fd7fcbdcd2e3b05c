import "server-only";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { pseudo } from "./pseudo";
import {
  type Locale,
  type Messages,
  createTranslator,
  localeCookie,
  locales,
  pseudoLocales,
} from "./translate";

function known(value: string | undefined): Locale | undefined {
  return locales.find((locale) => locale === value?.slice(0, 2).toLowerCase());
}

/** The viewer's choice, else the first language of their browser that we speak. */
export const viewerLocale = cache(async (): Promise<Locale> => {
  const value = (await cookies()).get(localeCookie)?.value;
  const chosen = pseudoLocales.find((locale) => locale === value) ?? known(value);
  if (chosen) return chosen;
  const accepted = (await headers()).get("accept-language") ?? "";
  for (const part of accepted.split(",")) {
    const match = known(part.trim());
    if (match) return match;
  }
  return "en";
});

export const viewerMessages = cache(async (): Promise<Messages> => {
  const locale = await viewerLocale();
  if (locale === "de") return (await import("@messages/de.json")).default;
  const english = (await import("@messages/en.json")).default;
  return locale === "en" ? english : pseudo(locale, english);
});

/** The translator of server components. */
export const serverTranslator = cache(async () =>
  createTranslator(await viewerLocale(), await viewerMessages()),
);
