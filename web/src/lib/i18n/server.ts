import "server-only";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { type Locale, type Messages, createTranslator, localeCookie, locales } from "./translate";

function known(value: string | undefined): Locale | undefined {
  return locales.find((locale) => locale === value?.slice(0, 2).toLowerCase());
}

/** The viewer's choice, else the first language of their browser that we speak. */
export const viewerLocale = cache(async (): Promise<Locale> => {
  const chosen = known((await cookies()).get(localeCookie)?.value);
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
  return locale === "de"
    ? (await import("@messages/de.json")).default
    : (await import("@messages/en.json")).default;
});

/** The translator of server components. */
export const serverTranslator = cache(async () =>
  createTranslator(await viewerLocale(), await viewerMessages()),
);
