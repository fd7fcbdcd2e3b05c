"use client";

import { useState } from "react";
import { Button } from "@/components/button/button";
import { IconButton } from "@/components/button/icon-button";
import { Field } from "@/components/field/field";
import type { ApiProblem } from "@/lib/api/problem";
import { useTranslator } from "@/lib/i18n/use-translator";

const most = 5;

interface LinksFieldProps {
  initial: readonly string[];
  problem: ApiProblem | null;
}

/** Addresses on one's profile, one a line. */
export function LinksField({ initial, problem }: LinksFieldProps) {
  const { t } = useTranslator();
  const [rows, setRows] = useState(() => initial.map((value, key) => ({ key, value })));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 text-13 font-semibold">{t("settings.links")}</legend>
      {rows.map(({ key, value }, index) => (
        <div key={key} className="flex items-end gap-2">
          <Field
            label={t("settings.links.one", { number: index + 1 })}
            name="links"
            type="url"
            inputMode="url"
            dir="ltr"
            placeholder="https://"
            maxLength={500}
            defaultValue={value}
            error={problem?.field(`links[${index}].url`)}
            className="flex-1"
          />
          <IconButton
            icon="trash"
            label={t("settings.links.remove", { number: index + 1 })}
            onClick={() => setRows(rows.filter((row) => row.key !== key))}
          />
        </div>
      ))}
      {problem?.field("links") ? (
        <p role="alert" className="text-13 text-liked">
          {problem.field("links")}
        </p>
      ) : null}
      {rows.length < most ? (
        <Button
          className="self-start"
          onClick={() =>
            setRows([...rows, { key: Math.max(-1, ...rows.map(({ key }) => key)) + 1, value: "" }])
          }
        >
          {t("settings.links.add")}
        </Button>
      ) : null}
    </fieldset>
  );
}

/** What the form says; an address without its scheme is one of the web, and an empty line is none. */
export const linksOf = (form: FormData) =>
  form
    .getAll("links")
    .flatMap((link) => (typeof link === "string" ? link.trim() : ""))
    .filter(Boolean)
    .map((link) => (/^[a-z]+:/i.test(link) ? link : `https://${link}`));
