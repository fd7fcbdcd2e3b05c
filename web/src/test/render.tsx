import en from "@messages/en.json";
import { render } from "@testing-library/react";
import type { ComponentType, ReactNode } from "react";
import { Provider } from "react-redux";
import { SWRConfig } from "swr";
import { ToastProvider } from "@/components/toast/toast";
import { type AccountFormProps, AccountGateProvider } from "@/lib/account/account-gate";
import type { Instance, Me } from "@/lib/api/types";
import { LocaleProvider } from "@/lib/i18n/use-translator";
import { InstanceProvider } from "@/lib/instance/instance";
import { LiveProvider } from "@/lib/live/live";
import { createStore } from "@/lib/store/store";
import { SwrProvider } from "@/lib/swr";
import { ThemeProvider } from "@/lib/theme/theme";
import { TogglesProvider } from "@/lib/toggles/toggles-context";

/** An instance as most tests need it: open to everybody. */
export const instance: Instance = {
  name: "Testville",
  description: "",
  icon: null,
  accent: null,
  registration: "open",
  minimumAge: 13,
  rules: [],
  legal: { terms: null, privacy: null, imprint: null },
  contact: null,
  signedOutBrowsing: true,
  publicUrl: "http://localhost:3000",
  setup: false,
  limits: { uploadBytes: 2_000_000_000, durationMs: 600_000, types: [], captionLength: 2000 },
  features: { mail: false, passkeys: false },
};

export interface Options {
  me?: Me | null;
  instance?: Instance;
  form?: ComponentType<AccountFormProps>;
}

const NoForm = () => null;

/** Draws a part of the app inside everything it may ask for, with nothing cached. */
export function renderApp(
  ui: ReactNode,
  { me = null, form = NoForm, instance: place = instance }: Options = {},
) {
  const store = createStore(me);
  const view = render(
    <Provider store={store}>
      <InstanceProvider value={place}>
        <ThemeProvider initial="system">
          <LocaleProvider locale="en" messages={en}>
            <SwrProvider>
              <SWRConfig
                value={{ provider: () => new Map(), dedupingInterval: 0, errorRetryCount: 0 }}
              >
                <ToastProvider>
                  <LiveProvider>
                    <TogglesProvider>
                      <AccountGateProvider form={form}>{ui}</AccountGateProvider>
                    </TogglesProvider>
                  </LiveProvider>
                </ToastProvider>
              </SWRConfig>
            </SwrProvider>
          </LocaleProvider>
        </ThemeProvider>
      </InstanceProvider>
    </Provider>,
  );
  return { store, ...view };
}
