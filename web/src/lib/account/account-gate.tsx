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
import { useSWRConfig } from "swr";
import { Sheet } from "@/components/dialog/sheet";
import { usePainted } from "@/lib/after-paint";
import type { Me } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useAppDispatch, useAppStore, useViewerChanged } from "@/lib/store/hooks";
import { signedIn } from "@/lib/store/session-slice";

/** Why an account is asked for; the sheet's title is the message `account.for.<act>`. */
export type AccountAct = "like" | "save" | "comment" | "follow" | "upload" | "report" | "other";

export interface AccountFormProps {
  onDone: (me: Me) => void;
  /** Told whether it asks for a new account now. */
  onNew?: (isNew: boolean) => void;
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
  const [isNew, setIsNew] = useState(false);
  const waiting = useRef<(() => void) | null>(null);
  const store = useAppStore();
  const dispatch = useAppDispatch();
  const router = useRouter();
  const { unload } = useSWRConfig();
  const { t } = useTranslator();

  const withAccount = useCallback<AccountGate["withAccount"]>(
    (act, run) => {
      if (store.getState().session.me) {
        run();
        return;
      }
      waiting.current = run;
      setIsNew(false);
      setAsking(act);
    },
    [store],
  );

  const enter = useCallback<AccountGate["enter"]>(
    (me) => {
      dispatch(signedIn(me));
      setAsking(null);
      const run = waiting.current;
      waiting.current = null;
      run?.();
    },
    [dispatch],
  );

  // What was read so far, here and by the server, was for somebody else.
  useViewerChanged(() => {
    unload();
    router.refresh();
  });

  const gate = useMemo(() => ({ withAccount, enter }), [withAccount, enter]);

  return (
    <AccountGateContext value={gate}>
      {children}
      {asking ? (
        <Sheet
          title={isNew ? t("auth.signUp") : t(`account.for.${asking}`)}
          onClose={() => {
            waiting.current = null;
            setAsking(null);
          }}
        >
          <Body form={Form} onDone={enter} onNew={setIsNew} />
        </Sheet>
      ) : null}
    </AccountGateContext>
  );
}

/** The sheet answers the tap; its form follows, into the room that logging in needs. */
function Body({
  form: Form,
  ...props
}: AccountFormProps & { form: ComponentType<AccountFormProps> }) {
  const painted = usePainted();
  return <div className="min-h-86">{painted ? <Form {...props} /> : null}</div>;
}

export function useAccountGate(): AccountGate {
  const gate = useContext(AccountGateContext);
  if (!gate) throw new Error("useAccountGate needs AccountGateProvider above it.");
  return gate;
}
