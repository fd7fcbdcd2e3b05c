"use client";

import { useId, useState } from "react";
import { Button } from "@/components/button/button";
import { Sheet } from "@/components/dialog/sheet";
import { TextArea } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { useToast } from "@/components/toast/toast";
import { api, idempotent } from "@/lib/api/client";
import { text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { randomId } from "@/lib/ids";

export interface Reported {
  kind: "video" | "user" | "comment";
  id: string;
  /** Whose it is; they are never told who reported. */
  name: string;
}

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

const maxDetail = 1000;

/** Tells the moderators. Works without an account: a device may report what it sees. */
export default function ReportSheet({ what, onClose }: { what: Reported; onClose: () => void }) {
  const { t } = useTranslator();
  const toast = useToast();
  const [key] = useState(randomId);
  const [reason, setReason] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  const errorId = useId();
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    if (!reason) {
      setAsked(true);
      return;
    }
    await api.post(
      "/reports",
      { kind: what.kind, id: what.id, reason, detail: text(form, "detail").trim() || undefined },
      idempotent(key),
    );
    toast({ text: t("report.sent") });
    onClose();
  });
  const missing = asked && !reason;

  return (
    <Sheet title={t(`report.title.${what.kind}`)} onClose={onClose}>
      <form onSubmit={onSubmit} className="flex flex-col gap-4 pt-1">
        <p className="text-15 text-muted">{t("report.intro", { name: what.name })}</p>
        <fieldset aria-describedby={missing ? errorId : undefined}>
          <legend className="pb-1 text-13 font-semibold">{t("report.reason")}</legend>
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
                onChange={() => setReason(code)}
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
        <TextArea
          name="detail"
          label={t("report.detail")}
          hint={t("report.detail.hint")}
          maxLength={maxDetail}
          error={problem?.field("detail")}
        />
        <FormProblem problem={problem} />
        <Button kind="primary" type="submit" busy={busy}>
          {t("report.send")}
        </Button>
      </form>
    </Sheet>
  );
}
