"use client";

import { useId } from "react";
import { useTranslator } from "@/lib/i18n/use-translator";

const reasons = [
  "spam",
  "harassment",
  "hate",
  "nudity",
  "violence",
  "self_harm",
  "child_safety",
  "misinformation",
  "illegal",
  "copyright",
  "impersonation",
  "other",
] as const;

export type Reason = (typeof reasons)[number];

interface ReasonChoiceProps {
  legend: string;
  reason: Reason | null;
  /** Somebody went on without choosing. */
  missing: boolean;
  onChoose: (reason: Reason) => void;
}

/** What is wrong with it: for those who report and for those who decide. */
export function ReasonChoice({ legend, reason, missing, onChoose }: ReasonChoiceProps) {
  const { t } = useTranslator();
  const errorId = useId();
  return (
    <>
      <fieldset aria-describedby={missing ? errorId : undefined}>
        <legend className="pb-1 text-13 font-semibold">{legend}</legend>
        {reasons.map((code) => (
          <label
            key={code}
            className="flex min-h-11 items-center gap-3 rounded-control text-15 hover:bg-hair"
          >
            <input
              type="radio"
              name="reason"
              value={code}
              checked={reason === code}
              onChange={() => onChoose(code)}
              className="size-5 accent-fg"
            />
            {t(`report.reason.${code}`)}
          </label>
        ))}
      </fieldset>
      {missing ? (
        <p id={errorId} role="alert" className="text-13 text-liked">
          {t("report.choose")}
        </p>
      ) : null}
    </>
  );
}
