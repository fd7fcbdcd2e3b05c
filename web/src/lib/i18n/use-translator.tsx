"use client";

import { type ReactNode, createContext, useContext, useMemo } from "react";
import { type Locale, type Messages, type Translator, createTranslator } from "./translate";

const TranslatorContext = createContext<Translator | null>(null);

interface LocaleProviderProps {
  locale: Locale;
  messages: Messages;
  children: ReactNode;
}

export function LocaleProvider({ locale, messages, children }: LocaleProviderProps) {
  const translator = useMemo(() => createTranslator(locale, messages), [locale, messages]);
  return <TranslatorContext value={translator}>{children}</TranslatorContext>;
}

export function useTranslator(): Translator {
  const translator = useContext(TranslatorContext);
  if (!translator) throw new Error("useTranslator needs LocaleProvider above it.");
  return translator;
}
