"use client";

import { useState } from "react";
import type { AccountFormProps } from "@/lib/account/account-gate";
import { useTranslator } from "@/lib/i18n/use-translator";
import { LogInForm } from "./log-in-form";
import { SignUpForm } from "./sign-up-form";

/** Log in or sign up in one place, for the sheet a tap opens. */
export default function AuthForm({ onDone, onNew }: AccountFormProps) {
  const { t } = useTranslator();
  const [isNew, setIsNew] = useState(false);
  const Form = isNew ? SignUpForm : LogInForm;
  return (
    <div className="flex flex-col gap-4 pt-2">
      <Form onDone={onDone} />
      <p className="text-15">
        {t(isNew ? "auth.haveAccount" : "auth.noAccount")}{" "}
        <button
          type="button"
          onClick={() => {
            setIsNew(!isNew);
            onNew?.(!isNew);
          }}
          className="min-h-11 font-semibold text-link underline"
        >
          {t(isNew ? "nav.logIn" : "auth.signUp")}
        </button>
      </p>
    </div>
  );
}
