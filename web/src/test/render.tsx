import en from "@messages/en.json";
import { render } from "@testing-library/react";
import type { ComponentType, ReactNode } from "react";
import { Provider } from "react-redux";
import { SWRConfig } from "swr";
import { ToastProvider } from "@/components/toast/toast";
import { type AccountFormProps, AccountGateProvider } from "@/lib/account/account-gate";
import type { Me } from "@/lib/api/types";
import { LocaleProvider } from "@/lib/i18n/use-translator";
import { LiveProvider } from "@/lib/live/live";
import { createStore } from "@/lib/store/store";
import { SwrProvider } from "@/lib/swr";
import { TogglesProvider } from "@/lib/toggles/toggles-context";

interface Options {
  me?: Me | null;
  form?: ComponentType<AccountFormProps>;
}

const NoForm = () => null;

/** Draws a part of the app inside everything it may ask for, with nothing cached. */
export function renderApp(ui: ReactNode, { me = null, form = NoForm }: Options = {}) {
  const store = createStore(me);
  const view = render(
    <Provider store={store}>
      <LocaleProvider locale="en" messages={en}>
        <SwrProvider>
          <SWRConfig value={{ provider: () => new Map(), dedupingInterval: 0, errorRetryCount: 0 }}>
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
    </Provider>,
  );
  return { store, ...view };
}
