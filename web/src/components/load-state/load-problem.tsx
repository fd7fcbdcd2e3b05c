"use client";

import { Button, type ButtonKind } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import type { ApiProblem } from "@/lib/api/problem";
import { useTranslator } from "@/lib/i18n/use-translator";

interface LoadProblemProps {
  /** Of `toProblem`, or what of it crossed from the server. */
  problem: Pick<ApiProblem, "code" | "detail"> & Partial<Pick<ApiProblem, "params">>;
  onRetry: () => void;
  /** It is being tried again right now. */
  busy?: boolean;
  kind?: ButtonKind;
  className?: string;
}

/** Why something is not here, in words, and another try. */
export function LoadProblem({ problem, onRetry, busy, kind, className }: LoadProblemProps) {
  const { t, sentence } = useTranslator();
  const { code, params, detail } = problem;
  return (
    <EmptyState
      className={className}
      drawing="gap"
      title={
        code === "offline"
          ? t("state.offline")
          : sentence({ code, params, text: detail || t("state.error") })
      }
      action={
        <Button kind={kind} busy={busy} onClick={onRetry}>
          {t("action.retry")}
        </Button>
      }
    />
  );
}
