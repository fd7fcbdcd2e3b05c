"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { useAccountGate } from "@/lib/account/account-gate";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useMe } from "@/lib/store/hooks";

/** A page only people with an account have: others are told what it would show and how to get there. */
export function NeedsAccount({ why, children }: { why: string; children: ReactNode }) {
  const { t } = useTranslator();
  const { withAccount } = useAccountGate();
  if (useMe()) return children;
  return (
    <EmptyState
      title={why}
      action={
        <Button kind="primary" onClick={() => withAccount("other", () => undefined)}>
          {t("nav.logIn")}
        </Button>
      }
    />
  );
}
