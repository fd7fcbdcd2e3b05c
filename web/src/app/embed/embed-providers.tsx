"use client";

import { type ReactNode, useState } from "react";
import { Provider } from "react-redux";
import { PlayerPoolProvider } from "@/features/player/player-pool";
import type { Locale, Messages } from "@/lib/i18n/translate";
import { LocaleProvider } from "@/lib/i18n/use-translator";
import { createStore } from "@/lib/store/store";

interface EmbedProvidersProps {
  locale: Locale;
  messages: Messages;
  children: ReactNode;
}

export function EmbedProviders({ locale, messages, children }: EmbedProvidersProps) {
  const [store] = useState(() => createStore(null));
  return (
    <Provider store={store}>
      <LocaleProvider locale={locale} messages={messages}>
        <PlayerPoolProvider>{children}</PlayerPoolProvider>
      </LocaleProvider>
    </Provider>
  );
}
