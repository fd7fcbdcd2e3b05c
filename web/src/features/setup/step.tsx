import type { ReactNode } from "react";
import { useTranslator } from "@/lib/i18n/use-translator";

interface StepProps {
  index: number;
  steps: number;
  shown: boolean;
  title: string;
  hint?: string;
  children: ReactNode;
}

/** One question of the setup. The others stay in the form, unseen, so that going back finds them as they were. */
export function Step({ index, steps, shown, title, hint, children }: StepProps) {
  const { t } = useTranslator();
  return (
    <fieldset data-step={index} hidden={!shown} className="flex min-w-0 flex-col gap-6">
      <div className="flex flex-col gap-3">
        <div aria-hidden="true" className="flex h-3 gap-1">
          {Array.from({ length: steps }, (_, at) => (
            <span key={at} className={at <= index ? "flex-1 bg-lamp" : "flex-1 bg-hair"} />
          ))}
        </div>
        <p className="text-13 text-muted tabular-nums">
          {t("setup.step", { step: index + 1, steps })}
        </p>
        <h1
          tabIndex={-1}
          className="font-display text-28 font-extrabold tracking-display outline-none"
        >
          {title}
        </h1>
        {hint ? <p className="text-15 text-muted">{hint}</p> : null}
      </div>
      {children}
    </fieldset>
  );
}
