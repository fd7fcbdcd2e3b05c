"use client";

import { useTranslator } from "@/lib/i18n/use-translator";

/** Says that a person was made up for the demo. */
export function DemoBadge({ user }: { user: { demo?: boolean } }) {
  const { t } = useTranslator();
  if (!user.demo) return null;
  return (
    <span className="shrink-0 rounded-control border border-current px-1 text-13 font-normal">
      {t("profile.demo")}
    </span>
  );
}
