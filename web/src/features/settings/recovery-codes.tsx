"use client";

import { useState } from "react";
import { Button } from "@/components/button/button";
import { copyText } from "@/lib/clipboard";
import { useTranslator } from "@/lib/i18n/use-translator";

/** Shown once: whoever loses the phone signs in with one of these. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useTranslator();
  const [said, setSaid] = useState("");
  return (
    <div className="flex flex-col gap-4">
      <p className="text-15">{t("settings.totp.codes")}</p>
      <ul className="grid grid-cols-2 gap-2 rounded-control border border-line bg-raised p-4 text-17 tabular-nums">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" onClick={onDone}>
          {t("settings.totp.codes.kept")}
        </Button>
        <Button
          onClick={async () =>
            setSaid(t((await copyText(codes.join("\n"))) ? "share.copied" : "share.copyYourself"))
          }
        >
          {t("settings.totp.codes.copy")}
        </Button>
      </div>
      <p role="status" className="min-h-5 text-13 text-muted">
        {said}
      </p>
    </div>
  );
}
