"use client";

import type { ReactNode } from "react";
import type { Instance } from "@/lib/api/types";
import type { Locale, Messages } from "@/lib/i18n/translate";
import { LocaleProvider } from "@/lib/i18n/use-translator";
import { InstanceProvider } from "@/lib/instance/instance";
import { SwrProvider } from "@/lib/swr";

interface PlainProvidersProps {
  instance: Instance;
  locale: Locale;
  messages: Messages;
  children: ReactNode;
}

export function PlainProviders({ instance, locale, messages, children }: PlainProvidersProps) {
  return (
    <InstanceProvider value={instance}>
      <LocaleProvider locale={locale} messages={messages}>
        <SwrProvider>{children}</SwrProvider>
      </LocaleProvider>
    </InstanceProvider>
  );
}
