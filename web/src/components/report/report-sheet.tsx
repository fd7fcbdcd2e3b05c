"use client";

import { useState } from "react";
import { Button } from "@/components/button/button";
import { Sheet } from "@/components/dialog/sheet";
import { TextArea } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { useToast } from "@/components/toast/toast";
import { gateway, once } from "@/lib/api/gateway";
import { text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { randomId } from "@/lib/ids";
import { type Reason, ReasonChoice } from "./reason-choice";

export interface Reported {
  kind: "video" | "user" | "comment";
  id: string;
  /** Whose it is; they are never told who reported. */
  name: string;
}

const maxDetail = 1000;

/** Tells the moderators. Works without an account: a device may report what it sees. */
export default function ReportSheet({ what, onClose }: { what: Reported; onClose: () => void }) {
  const { t } = useTranslator();
  const toast = useToast();
  const [key] = useState(randomId);
  const [reason, setReason] = useState<Reason | null>(null);
  const [asked, setAsked] = useState(false);
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    if (!reason) {
      setAsked(true);
      return;
    }
    await gateway.post("/reports", {
      body: {
        kind: what.kind,
        id: what.id,
        reason,
        detail: text(form, "detail").trim() || undefined,
      },
      headers: once(key),
    });
    toast({ text: t("report.sent") });
    onClose();
  });

  return (
    <Sheet title={t(`report.title.${what.kind}`)} onClose={onClose}>
      <form onSubmit={onSubmit} className="flex flex-col gap-4 pt-1">
        <p className="text-15 text-muted">{t("report.intro", { name: what.name })}</p>
        <ReasonChoice
          legend={t("report.reason")}
          reason={reason}
          missing={asked && !reason}
          onChoose={setReason}
        />
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
