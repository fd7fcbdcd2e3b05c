"use client";

import { Button } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { useTranslator } from "@/lib/i18n/use-translator";

/** Something of ours broke while drawing: say so, and let the viewer try again. */
export default function SiteError({ reset }: { error: Error; reset: () => void }) {
  const { t } = useTranslator();
  return (
    <EmptyState
      className="min-h-dvh"
      drawing="gap"
      title={t("state.broken")}
      action={
        <Button kind="primary" onClick={reset}>
          {t("action.retry")}
        </Button>
      }
    />
  );
}
