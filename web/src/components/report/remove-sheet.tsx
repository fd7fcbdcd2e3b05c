"use client";

import { useState } from "react";
import { Button } from "@/components/button/button";
import { Sheet } from "@/components/dialog/sheet";
import { FormProblem } from "@/components/form-problem/form-problem";
import { useToast } from "@/components/toast/toast";
import { gateway } from "@/lib/api/gateway";
import { toProblem } from "@/lib/api/problem";
import { useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { type Reason, ReasonChoice } from "./reason-choice";
import type { Reported } from "./report-sheet";

interface RemoveSheetProps {
  what: Reported;
  onRemoved?: () => void;
  onClose: () => void;
}

/** A moderator takes away what is not theirs: a clip, a comment, or somebody's place here. Never without a reason. */
export default function RemoveSheet({ what, onRemoved, onClose }: RemoveSheetProps) {
  const { t } = useTranslator();
  const toast = useToast();
  const [reason, setReason] = useState<Reason | null>(null);
  const [asked, setAsked] = useState(false);
  const { busy, problem, onSubmit } = useSubmit(async () => {
    if (!reason) {
      setAsked(true);
      return;
    }
    await remove(what, reason);
    toast({ text: t(`moderate.done.${what.kind}`) });
    onRemoved?.();
    onClose();
  });

  return (
    <Sheet title={t(`moderate.title.${what.kind}`)} onClose={onClose}>
      <form onSubmit={onSubmit} className="flex flex-col gap-4 pt-1">
        <p className="text-15 text-muted">
          {t(`moderate.intro.${what.kind}`, { name: what.name })}
        </p>
        <ReasonChoice
          legend={t("moderate.reason")}
          reason={reason}
          missing={asked && !reason}
          onChoose={setReason}
        />
        <FormProblem problem={problem} />
        <Button kind="danger" type="submit" busy={busy}>
          {t(`moderate.title.${what.kind}`)}
        </Button>
      </form>
    </Sheet>
  );
}

async function remove({ kind, id }: Reported, reason: Reason) {
  const of = { path: { id }, query: { reason } };
  try {
    if (kind === "user") await gateway.put("/admin/users/{id}/suspension", of);
    else await gateway.delete(kind === "video" ? "/videos/{id}" : "/comments/{id}", of);
  } catch (error) {
    // Somebody else was faster: it is gone, and that is what was wanted.
    if (toProblem(error).status !== 404) throw error;
  }
}
