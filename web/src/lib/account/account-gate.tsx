"use client";

import { useRouter } from "next/navigation";
import {
  type ComponentType,
  type ReactNode,
  createContext,
  useCallback,
  useContext,
  useMemo,
  useRef,
  useState,
} from "react";
import { Sheet } from "@/components/dialog/sheet";
import type { Me } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useAppDispatch, useAppStore } from "@/lib/store/hooks";
import { overlayCleared } from "@/lib/store/overlay-slice";
import { signedIn } from "@/lib/store/session-slice";

/** Why an account is asked for; the sheet's title is the message `account.for.<act>`. */
export type AccountAct = "like" | "save" | "comment" | "follow" | "upload" | "report" | "other";

export interface AccountFormProps {
  onDone: (me: Me) => void;
}

interface AccountGate {
  /** Runs at once when signed in; otherwise after signing in or up in a sheet. */
  withAccount: (act: AccountAct, run: () => void) => void;
  /** What a form calls when somebody is signed in. */
  enter: (me: Me) => void;
}

const AccountGateContext = createContext<AccountGate | null>(null);

interface AccountGateProviderProps {
  /** The sign-in form, handed in by the layout so that this file knows no feature. */
  form: ComponentType<AccountFormProps>;
  children: ReactNode;
}

export function AccountGateProvider({ form: Form, children }: AccountGateProviderProps) {
  const [asking, setAsking] = useState<AccountAct | null>(null);
  const waiting = useRef<(() => void) | null>(null);
  const store = useAppStore();
  const dispatch = useAppDispatch();
  const router = useRouter();
  const { t } = useTranslator();

  const withAccount = useCallback<AccountGate["withAccount"]>(
    (act, run) => {
      if (store.getState().session.me) {
        run();
        return;
      }
      waiting.current = run;
      setAsking(act);
    },
    [store],
  );

  const enter = useCallback<AccountGate["enter"]>(
    (me) => {
      dispatch(overlayCleared());
      dispatch(signedIn(me));
      setAsking(null);
      const run = waiting.current;
      waiting.current = null;
      run?.();
      router.refresh();
    },
    [dispatch, router],
  );

  const gate = useMemo(() => ({ withAccount, enter }), [withAccount, enter]);

  return (
    <AccountGateContext value={gate}>
      {children}
      {asking ? (
        <Sheet
          title={t(`account.for.${asking}`)}
          onClose={() => {
            waiting.current = null;
            setAsking(null);
          }}
        >
          <Form onDone={enter} />
        </Sheet>
      ) : null}
    </AccountGateContext>
  );
}

export function useAccountGate(): AccountGate {
  const gate = useContext(AccountGateContext);
  if (!gate) throw new Error("useAccountGate needs AccountGateProvider above it.");
  return gate;
}
