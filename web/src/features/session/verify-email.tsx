"use client";

import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { Button, buttonClass } from "@/components/button/button";
import { Waiting } from "@/components/load-state/waiting";
import { gateway } from "@/lib/api/gateway";
import { type ApiProblem, toProblem } from "@/lib/api/problem";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useHash } from "@/lib/use-hash";

/** Opens the link of a message: confirms the address at once, signed in or not. */
export function VerifyEmail() {
  const { t, sentence } = useTranslator();
  const token = useHash();
  const asked = useRef(-1);
  const [attempt, setAttempt] = useState(0);
  const [outcome, setOutcome] = useState<"done" | ApiProblem | null>(null);

  useEffect(() => {
    // Once: the second mount of development mode must not spend the answer.
    if (!token || asked.current === attempt) return;
    asked.current = attempt;
    gateway.post("/auth/email/verify", { body: { token } }).then(
      () => setOutcome("done"),
      (error: unknown) => setOutcome(toProblem(error)),
    );
  }, [token, attempt]);

  if (outcome === "done") {
    return (
      <div role="status" className="flex flex-col gap-4">
        <p className="text-17">{t("auth.verify.done")}</p>
        <Link href="/" className={buttonClass("primary", "self-start")}>
          {t("nav.home")}
        </Link>
      </div>
    );
  }
  if (outcome || token === "") {
    const said =
      outcome &&
      (outcome.field("token") ??
        sentence({ code: outcome.code, params: outcome.params, text: outcome.detail }));
    return (
      <div className="flex flex-col gap-4">
        <p role="alert" className="text-17">
          {said ?? t("auth.link.missing")}
        </p>
        {outcome?.transient ? (
          <Button
            kind="primary"
            className="self-start"
            onClick={() => {
              setOutcome(null);
              setAttempt(attempt + 1);
            }}
          >
            {t("action.retry")}
          </Button>
        ) : null}
        <Link href="/settings#account" className={buttonClass("secondary", "self-start")}>
          {t("settings.title")}
        </Link>
      </div>
    );
  }
  return <Waiting className="py-6" />;
}
