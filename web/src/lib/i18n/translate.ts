import type { Sentence } from "@/lib/api/types";

export type Messages = Record<string, string>;
export type Params = Record<string, string | number>;

/** What people choose from. */
export const locales = ["en", "de"] as const;
/** Made from English, for looking at long words and at right-to-left; set by cookie only. */
export const pseudoLocales = ["en-XA", "ar-XB"] as const;
export type Locale = (typeof locales)[number] | (typeof pseudoLocales)[number];

export function directionOf(locale: Locale): "ltr" | "rtl" {
  return locale === "ar-XB" ? "rtl" : "ltr";
}
export const localeCookie = "zt_locale";

export interface Translator {
  locale: Locale;
  /** `t("clip.likes", { count: 3 })` reads `clip.likes_one` or `clip.likes_other`, then `clip.likes`. */
  t: (key: string, params?: Params) => string;
  /** A sentence of the server in the viewer's language; its own text where we have none. */
  sentence: (sentence: Pick<Sentence, "code"> & { params?: Params; text?: string }) => string;
  count: (value: number) => string;
  number: (value: number) => string;
  /** A share of one, in whole percent. */
  percent: (share: number) => string;
  /** The day of a moment where the viewer is; a date without a time is that day everywhere. */
  date: (iso: string) => string;
  /** A date with its time of day. */
  moment: (iso: string) => string;
  ago: (iso: string, now?: number) => string;
}

function fill(template: string, params: Params | undefined, locale: string): string {
  if (!params) return template;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? number(value, locale) : value;
  });
}

/**
 * The first number format of a page costs a slow phone 100 ms, in the middle of the first load: small counts are spared
 * it, and so are times, which have words of their own below.
 */
function number(value: number, locale: string): string {
  const plain = Number.isInteger(value) && Math.abs(value) < 1000;
  return plain ? String(value) : value.toLocaleString(locale);
}

const steps: [string, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

export function createTranslator(chosen: Locale, messages: Messages): Translator {
  // Dates and numbers of a pseudo-locale are English ones.
  const locale = chosen === "de" ? "de" : "en";
  const plural = once(() => new Intl.PluralRules(locale));
  const compact = once(
    () => new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 }),
  );

  const find = (key: string, params?: Params): string | undefined => {
    if (typeof params?.count === "number") {
      const exact = messages[`${key}_${plural().select(params.count)}`];
      if (exact !== undefined) return exact;
    }
    return messages[key] ?? messages[`${key}_other`];
  };

  const t = (key: string, params?: Params) => fill(find(key, params) ?? key, params, locale);

  return {
    locale: chosen,
    t,
    sentence: ({ code, params, text }) =>
      fill(find(`server.${code}`, params) ?? text ?? code, params, locale),
    count: (value) => (value < 1000 ? String(value) : compact().format(value)),
    number: (value) => number(value, locale),
    percent: (share) => share.toLocaleString(locale, { style: "percent" }),
    date: (iso) =>
      new Date(iso).toLocaleDateString(locale, {
        dateStyle: "medium",
        timeZone: iso.includes("T") ? undefined : "UTC",
      }),
    moment: (iso) =>
      new Date(iso).toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" }),
    ago: (iso, now = Date.now()) => {
      const seconds = Math.round((now - new Date(iso).getTime()) / 1000);
      const step = steps.find(([, size]) => seconds >= size);
      if (!step) return t("ago.now");
      const [unit, size] = step;
      return t(`ago.${unit}`, { count: Math.floor(seconds / size) });
    },
  };
}
