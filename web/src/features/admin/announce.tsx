"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/button/button";
import { Sheet } from "@/components/dialog/sheet";
import { TextArea } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { useToast } from "@/components/toast/toast";
import { gateway, once } from "@/lib/api/gateway";
import { useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { randomId } from "@/lib/ids";

/** Tells everybody something in their inbox. It cannot be taken back, so it is shown once more before it goes. */
export function Announce() {
  const { t } = useTranslator();
  const toast = useToast();
  const [words, setWords] = useState("");
  const [asking, setAsking] = useState(false);

  const ask = (event: FormEvent) => {
    event.preventDefault();
    setAsking(true);
  };
  const sent = () => {
    setAsking(false);
    setWords("");
    toast({ text: t("admin.announce.sent") });
  };

  return (
    <>
      <form onSubmit={ask} className="flex flex-col gap-4">
        <TextArea
          label={t("admin.announce.text")}
          hint={t("admin.announce.hint")}
          value={words}
          onChange={({ target }) => setWords(target.value)}
          required
        />
        <Button type="submit" disabled={words.trim().length === 0} className="self-start">
          {t("admin.announce.send")}
        </Button>
      </form>
      {asking ? <Sure words={words} onClose={() => setAsking(false)} onSent={sent} /> : null}
    </>
  );
}

interface SureProps {
  words: string;
  onClose: () => void;
  onSent: () => void;
}

function Sure({ words, onClose, onSent }: SureProps) {
  const { t } = useTranslator();
  // One key for one look at it: sent twice, it is told once.
  const [key] = useState(randomId);
  const { busy, problem, onSubmit } = useSubmit(async () => {
    await gateway.post("/admin/announcements", { body: { text: words }, headers: once(key) });
    onSent();
  });
  return (
    <Sheet title={t("admin.announce.sure")} onClose={onClose}>
      <form onSubmit={onSubmit} className="flex flex-col gap-4 pt-2">
        <blockquote className="text-15 break-words whitespace-pre-wrap">{words}</blockquote>
        <p className="text-15 text-muted">{t("admin.announce.sureHint")}</p>
        {problem?.field("text") ? (
          <p role="alert" className="text-13 text-liked">
            {problem.field("text")}
          </p>
        ) : null}
        <FormProblem problem={problem} />
        <Button kind="primary" type="submit" busy={busy}>
          {t("admin.announce.confirm")}
        </Button>
      </form>
    </Sheet>
  );
}
