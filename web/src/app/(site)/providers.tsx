"use client";

import { type ReactNode, useState } from "react";
import { Provider } from "react-redux";
import { later } from "@/components/later/later";
import { ToastProvider } from "@/components/toast/toast";
import { AccountGateProvider } from "@/lib/account/account-gate";
import type { Instance, Me } from "@/lib/api/types";
import { Language } from "@/lib/i18n/language";
import type { Locale } from "@/lib/i18n/translate";
import { InstanceProvider } from "@/lib/instance/instance";
import { LiveProvider } from "@/lib/live/live";
import { createStore } from "@/lib/store/store";
import { SwrProvider } from "@/lib/swr";
import { ThemeProvider } from "@/lib/theme/theme";
import type { Theme } from "@/lib/theme/theme-name";
import { TogglesProvider } from "@/lib/toggles/toggles-context";

const AuthForm = later(() => import("@/features/session/auth-form"));

interface ProvidersProps {
  me: Me | null;
  instance: Instance;
  locale: Locale;
  theme: Theme;
  children: ReactNode;
}

export function Providers({ me, instance, locale, theme, children }: ProvidersProps) {
  const [store] = useState(() => createStore(me));
  return (
    <Provider store={store}>
      <InstanceProvider value={instance}>
        <ThemeProvider initial={theme}>
          <Language locale={locale}>
            <SwrProvider>
              <ToastProvider>
                <LiveProvider>
                  <TogglesProvider>
                    <AccountGateProvider form={AuthForm}>{children}</AccountGateProvider>
                  </TogglesProvider>
                </LiveProvider>
              </ToastProvider>
            </SwrProvider>
          </Language>
        </ThemeProvider>
      </InstanceProvider>
    </Provider>
  );
}
