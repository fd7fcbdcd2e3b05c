"use client";

import { useState } from "react";
import { Button } from "@/components/button/button";
import { FormProblem } from "@/components/form-problem/form-problem";
import { gateway } from "@/lib/api/gateway";
import { useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";

/** Asks before a clip goes for good. */
export function DeleteClip({ id, onDeleted }: { id: string; onDeleted: () => void }) {
  const { t } = useTranslator();
  const [asking, setAsking] = useState(false);
  const { busy, problem, onSubmit } = useSubmit(async () => {
    await gateway.delete("/videos/{id}", { path: { id } });
    onDeleted();
  });
  return (
    <form onSubmit={onSubmit} className="mt-4 border-t border-hair pt-4">
      <FormProblem problem={problem} />
      {asking ? (
        <div className="flex flex-wrap items-center gap-2">
          <p className="flex-1 text-15">{t("studio.deleteAsk", { count: 1 })}</p>
          <Button kind="danger" type="submit" busy={busy}>
            {t("action.delete")}
          </Button>
          <Button onClick={() => setAsking(false)}>{t("action.cancel")}</Button>
        </div>
      ) : (
        <Button kind="danger" onClick={() => setAsking(true)}>
          {t("action.delete")}
        </Button>
      )}
    </form>
  );
}
