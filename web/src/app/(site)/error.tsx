"use client";

import { Button } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";

/** Something of ours broke while drawing: say so, and let the viewer try again. */
export default function SiteError({ reset }: { error: Error; reset: () => void }) {
  const { t } = useTranslator();
  const { name, contact } = useInstance();
  const words = contact
    ? `${t("state.broken")} ${t("state.contact", { contact })}`
    : t("state.broken");
  return (
    <EmptyState
      className="min-h-dvh"
      drawing="gap"
      alone
      title={`${name}: ${words}`}
      action={
        <Button kind="primary" onClick={reset}>
          {t("action.retry")}
        </Button>
      }
    />
  );
}
