"use client";

import { useEffect, useRef, useState } from "react";
import { cx } from "@/components/class-names";
import { FieldFrame, controlClass } from "@/components/field/field";
import { contrastWithInk, leastContrast } from "@/lib/contrast";
import { useTranslator } from "@/lib/i18n/use-translator";

const lamp = "#ffc53d";

/** The place's colour: picked or typed, seen on a button, and measured before it is kept. */
export function AccentField({ initial, error }: { initial: string | null; error?: string }) {
  const { t, number } = useTranslator();
  const [value, setValue] = useState(initial ?? "");
  const field = useRef<HTMLInputElement>(null);
  const typed = value.trim();
  const contrast = contrastWithInk(typed);
  const dark = contrast !== null && contrast < leastContrast;
  const ratio = contrast === null ? "" : number(Math.floor(contrast * 10) / 10);
  const words = dark ? t("admin.accent.dark", { ratio }) : undefined;

  // Also for a form that asks before it sends: see `steps` of the setup.
  useEffect(() => field.current?.setCustomValidity(words ?? ""), [words]);

  return (
    <FieldFrame
      label={t("admin.accent")}
      hint={contrast === null || dark ? t("admin.accent.hint") : t("admin.accent.good", { ratio })}
      error={words ?? error}
    >
      {(control) => (
        <div className="flex flex-wrap items-center gap-2">
          <input
            type="color"
            aria-label={t("admin.accent.pick")}
            value={contrast === null ? lamp : typed.toLowerCase()}
            onChange={(event) => setValue(event.currentTarget.value)}
            className="size-11 shrink-0 cursor-pointer rounded-control border border-line bg-raised p-1"
          />
          <input
            {...control}
            ref={field}
            name="accent"
            dir="ltr"
            placeholder="#FFC53D"
            maxLength={7}
            spellCheck={false}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
            className={cx(controlClass, "max-w-40")}
          />
          <span
            style={contrast === null ? undefined : { backgroundColor: typed }}
            className="inline-flex min-h-11 items-center rounded-control bg-lamp px-4 text-15 font-semibold text-on-lamp"
          >
            {t("admin.accent.sample")}
          </span>
        </div>
      )}
    </FieldFrame>
  );
}
