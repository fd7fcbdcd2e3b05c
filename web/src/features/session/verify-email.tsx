"use client";

import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { buttonClass } from "@/components/button/button";
import { SlitLoader } from "@/components/slit-loader/slit-loader";
import { api } from "@/lib/api/client";
import { type ApiProblem, toProblem } from "@/lib/api/problem";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useHash } from "@/lib/use-hash";

/** Opens the link of a message: confirms the address at once, signed in or not. */
export function VerifyEmail() {
  const { t, sentence } = useTranslator();
  const token = useHash();
  const asked = useRef(false);
  const [outcome, setOutcome] = useState<"done" | ApiProblem | null>(null);

  useEffect(() => {
    // Once: the second mount of development mode must not spend the answer.
    if (!token || asked.current) return;
    asked.current = true;
    api.post("/auth/email/verify", { token }).then(
      () => setOutcome("done"),
      (error: unknown) => setOutcome(toProblem(error)),
    );
  }, [token]);

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
        <Link href="/settings#account" className={buttonClass("secondary", "self-start")}>
          {t("settings.title")}
        </Link>
      </div>
    );
  }
  return (
    <p role="status" className="text-muted">
      <SlitLoader />
      <span className="sr-only">{t("state.loading")}</span>
    </p>
  );
}
