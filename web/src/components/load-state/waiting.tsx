"use client";

import { cx } from "@/components/class-names";
import { SlitLoader } from "@/components/slit-loader/slit-loader";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useSlow } from "./use-slow";

/** A part of a page that is on its way, and says so when it takes long. */
export function Waiting({ className = "py-16" }: { className?: string }) {
  const { t } = useTranslator();
  const slow = useSlow();
  return (
    <div
      role="status"
      className={cx(
        "flex flex-col items-center justify-center gap-4 text-center text-15 text-muted",
        className,
      )}
    >
      <SlitLoader />
      {slow ? t("state.slow") : <span className="sr-only">{t("state.loading")}</span>}
    </div>
  );
}
