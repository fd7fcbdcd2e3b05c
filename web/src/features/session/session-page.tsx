"use client";

import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";
import { LogInForm } from "./log-in-form";
import { SignUpForm } from "./sign-up-form";

/** Only paths of this place: an address from outside never becomes a redirect. */
export function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : "/";
}

interface SessionPageProps {
  kind: "logIn" | "signUp";
  invite?: string;
}

/** The pages for logging in and signing up. A new session starts with a fresh page. */
export function SessionPage({ kind, invite }: SessionPageProps) {
  const { t } = useTranslator();
  const { name } = useInstance();
  const router = useRouter();
  const next = useSearchParams().get("next");
  const isNew = kind === "signUp";

  function enter() {
    router.refresh();
    router.replace(safeNext(next));
  }

  return (
    <>
      <h1 className="font-display text-28 font-extrabold tracking-display">
        {t(invite ? "auth.title.invited" : `auth.title.${kind}`, { name })}
      </h1>
      {isNew ? <SignUpForm invite={invite} onDone={enter} /> : <LogInForm onDone={enter} />}
      <p className="text-15">
        {t(isNew ? "auth.haveAccount" : "auth.noAccount")}{" "}
        <Link
          href={`${isNew ? "/log-in" : "/sign-up"}${next ? `?next=${encodeURIComponent(next)}` : ""}`}
          className="inline-flex min-h-11 items-center font-semibold text-link underline"
        >
          {t(isNew ? "nav.logIn" : "auth.signUp")}
        </Link>
      </p>
    </>
  );
}
