"use client";

import { useEffect, useState } from "react";
import { useTranslator } from "@/lib/i18n/use-translator";
import { SlitLoader } from "./slit-loader";

const slowMs = 3_000;

/** A part of a page that is on its way, and says so when it takes long. */
export function Waiting() {
  const { t } = useTranslator();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), slowMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" className="flex flex-col items-center gap-4 py-16 text-15 text-muted">
      <SlitLoader />
      {slow ? t("state.slow") : <span className="sr-only">{t("state.loading")}</span>}
    </div>
  );
}
