"use client";

import type { ReactNode } from "react";
import type { Instance } from "@/lib/api/types";
import { Language } from "@/lib/i18n/language";
import type { Locale } from "@/lib/i18n/translate";
import { InstanceProvider } from "@/lib/instance/instance";
import { SwrProvider } from "@/lib/swr";

interface PlainProvidersProps {
  instance: Instance;
  locale: Locale;
  children: ReactNode;
}

export function PlainProviders({ instance, locale, children }: PlainProvidersProps) {
  return (
    <InstanceProvider value={instance}>
      <Language locale={locale}>
        <SwrProvider>{children}</SwrProvider>
      </Language>
    </InstanceProvider>
  );
}
