"use client";

import type { ComponentType } from "react";
import { Sheet } from "@/components/dialog/sheet";
import { LoadProblem } from "@/components/load-state/load-problem";
import { Waiting } from "@/components/load-state/waiting";
import { useTranslator } from "@/lib/i18n/use-translator";
import { type MissingProps, later } from "./later";

interface Closable {
  onClose: () => void;
}

/** A sheet whose code comes when it is first opened. */
export function laterSheet<P extends Closable>(
  load: () => Promise<{ default: ComponentType<P> }>,
): ComponentType<P> {
  return later(load, MissedSheet<P>);
}

function MissedSheet<P extends Closable>({ of, problem, busy, onRetry }: MissingProps<P>) {
  const { t } = useTranslator();
  return (
    <Sheet title={t(problem ? "state.error" : "state.loading")} hideTitle onClose={of.onClose}>
      {problem ? (
        <LoadProblem className="py-6" problem={problem} busy={busy} onRetry={onRetry} />
      ) : (
        <Waiting />
      )}
    </Sheet>
  );
}
