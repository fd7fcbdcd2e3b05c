"use client";

import { useState, useSyncExternalStore } from "react";
import { Button } from "@/components/button/button";
import { Icon } from "@/components/icon/icon";
import { type ApiProblem, toProblem } from "@/lib/api/problem";
import type { Me } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";
import { canUsePasskeys, logInWithPasskey, wasCancelled } from "@/lib/passkeys";
import { FormProblem } from "@/components/form-problem/form-problem";

const never = () => () => {};

/** Logs in without a name or a password; not there where the browser or the address cannot. */
export function PasskeyButton({ onDone }: { onDone: (me: Me) => void }) {
  const { t } = useTranslator();
  const { features, publicUrl } = useInstance();
  const can = useSyncExternalStore(
    never,
    () => canUsePasskeys(publicUrl),
    () => false,
  );
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  if (!features.passkeys || !can) return null;

  async function logIn() {
    setBusy(true);
    setProblem(null);
    try {
      onDone((await logInWithPasskey()).user);
    } catch (error) {
      if (!wasCancelled(error)) setProblem(toProblem(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="flex flex-col gap-2">
      <Button busy={busy} onClick={logIn} icon={<Icon name="key" size={20} />}>
        {t("auth.passkey")}
      </Button>
      <FormProblem problem={problem} />
    </div>
  );
}
