"use client";

import { useState } from "react";
import { Button } from "@/components/button/button";
import { controlClass } from "@/components/field/field";
import { copyText } from "@/lib/clipboard";
import { useTranslator } from "@/lib/i18n/use-translator";

interface CopyLineProps {
  label: string;
  value: string;
  /** What the button says, where it is no link. */
  action?: string;
}

/** A link to give away: readable, selectable, copied by one tap. */
export function CopyLine({ label, value, action }: CopyLineProps) {
  const { t } = useTranslator();
  const [said, setSaid] = useState("");
  return (
    <div className="flex flex-col gap-1">
      <div className="flex gap-2">
        <input
          readOnly
          dir="ltr"
          aria-label={label}
          value={value}
          onFocus={(event) => event.currentTarget.select()}
          className={controlClass}
        />
        <Button
          className="shrink-0 whitespace-nowrap"
          onClick={async () =>
            setSaid(t((await copyText(value)) ? "share.copied" : "share.copyYourself"))
          }
        >
          {action ?? t("share.copyLink")}
        </Button>
      </div>
      <p role="status" className="min-h-5 text-13 text-muted">
        {said}
      </p>
    </div>
  );
}
