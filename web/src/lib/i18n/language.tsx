"use client";

import { type ReactNode, use } from "react";
import type { Locale, Messages } from "./translate";
import { LocaleProvider } from "./use-translator";

const english = () => import("@messages/en.json").then((file) => file.default);
const german = () => import("@messages/de.json").then((file) => file.default);

/** English in long words or from right to left, for looking at the layout only. */
async function pseudoEnglish(locale: Locale): Promise<Messages> {
  const [{ pseudo }, messages] = await Promise.all([import("./pseudo"), english()]);
  return pseudo(locale, messages);
}

const files: Record<Locale, () => Promise<Messages>> = {
  en: english,
  de: german,
  "en-XA": () => pseudoEnglish("en-XA"),
  "ar-XB": () => pseudoEnglish("ar-XB"),
};

const againMs = 2_000;

/** Until the words are there the page stands as the server drew it: a file that does not load takes nothing away. */
async function read(locale: Locale): Promise<Messages> {
  for (;;) {
    const messages = await files[locale]().catch(() => null);
    if (messages) return messages;
    await new Promise((resolve) => setTimeout(resolve, againMs));
  }
}

const reading = new Map<Locale, Promise<Messages>>();

function messagesOf(locale: Locale): Promise<Messages> {
  let messages = reading.get(locale);
  if (!messages) {
    messages = read(locale);
    reading.set(locale, messages);
  }
  return messages;
}

// Asked for as soon as this runs, not only when React comes to it.
if (typeof document !== "undefined") {
  const spoken = document.documentElement.lang as Locale;
  if (spoken in files) void messagesOf(spoken);
}

interface LanguageProps {
  locale: Locale;
  children: ReactNode;
}

/** Speaks the viewer's language to everything below. The words are a file that browsers keep, not a part of every page. */
export function Language({ locale, children }: LanguageProps) {
  const messages = use(messagesOf(locale));
  return (
    <LocaleProvider locale={locale} messages={messages}>
      {children}
    </LocaleProvider>
  );
}
