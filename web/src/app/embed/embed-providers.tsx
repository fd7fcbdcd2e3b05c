"use client";

import { type ReactNode, useState } from "react";
import { Provider } from "react-redux";
import { PlayerPoolProvider } from "@/features/player/player-pool";
import { Language } from "@/lib/i18n/language";
import type { Locale } from "@/lib/i18n/translate";
import { createStore } from "@/lib/store/store";

interface EmbedProvidersProps {
  locale: Locale;
  children: ReactNode;
}

export function EmbedProviders({ locale, children }: EmbedProvidersProps) {
  const [store] = useState(() => createStore(null));
  return (
    <Provider store={store}>
      <Language locale={locale}>
        <PlayerPoolProvider>{children}</PlayerPoolProvider>
      </Language>
    </Provider>
  );
}
