"use client";

import { useDeferredValue, useState } from "react";
import { Field } from "@/components/field/field";
import { url } from "@/lib/api/url";
import { useRead } from "@/lib/api/use-read";
import { useTranslator } from "@/lib/i18n/use-translator";

/** A username, with word while typing whether it can still be had. */
export function UsernameField({ error }: { error?: string }) {
  const { t } = useTranslator();
  const [value, setValue] = useState("");
  const asked = useDeferredValue(value.trim());
  const { data } = useRead(
    asked.length >= 3 ? url("/auth/available", { query: { username: asked } }) : null,
    { keepPreviousData: false, dedupingInterval: 10_000 },
  );
  const taken = data && !data.available ? t(`auth.username.${data.reason ?? "taken"}`) : undefined;

  return (
    <Field
      label={t("auth.username")}
      name="username"
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      required
      minLength={3}
      maxLength={30}
      value={value}
      onChange={(event) => setValue(event.currentTarget.value)}
      hint={data?.available ? t("auth.username.free", { name: asked }) : t("auth.username.hint")}
      error={error ?? taken}
    />
  );
}
