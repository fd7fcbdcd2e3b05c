"use client";

import { useTranslator } from "@/lib/i18n/use-translator";

export function SkipLink() {
  const { t } = useTranslator();
  return (
    <a
      href="#content"
      className="sr-only rounded-control bg-lamp px-4 py-2 text-on-lamp focus:not-sr-only focus:fixed focus:start-2 focus:top-2 focus:z-50"
    >
      {t("nav.skip")}
    </a>
  );
}
