"use client";

import { useState } from "react";
import { IconButton } from "@/components/button/icon-button";
import { cx } from "@/components/class-names";
import { useTranslator } from "@/lib/i18n/use-translator";

interface StepButtonsProps {
  first: boolean;
  last: boolean;
  /** What is watched now: told to whoever went there by these buttons and does not see it. */
  title: string;
  onStep: (by: 1 | -1) => void;
}

/**
 * Onward and back without a swipe, a wheel or a key. They keep their place beside stages of every
 * shape, so that pressing again goes on; a phone draws them only while one of them has the focus.
 */
export function StepButtons({ first, last, title, onStep }: StepButtonsProps) {
  const { t } = useTranslator();
  const [stepped, setStepped] = useState(false);
  const button = (by: 1 | -1, end: boolean) => (
    <IconButton
      icon={by === 1 ? "arrow-down" : "arrow-up"}
      label={t(by === 1 ? "feed.next" : "feed.previous")}
      size={24}
      // Not disabled: that would drop the focus of whoever has come to the end.
      aria-disabled={end}
      className={cx(end && "opacity-50")}
      onClick={() => {
        if (end) return;
        setStepped(true);
        onStep(by);
      }}
    />
  );
  return (
    <div
      role="group"
      aria-label={t("feed.steps")}
      className={cx(
        "absolute start-2 top-28 z-20 flex flex-col gap-1 rounded-stage bg-scrim text-film noscript:hidden",
        "max-md:not-focus-within:sr-only short:not-focus-within:sr-only",
        "md:start-auto md:end-5.5 md:top-4 md:bg-transparent md:text-fg",
      )}
    >
      {button(-1, first)}
      {button(1, last)}
      <span role="status" className="sr-only">
        {stepped ? title : null}
      </span>
    </div>
  );
}
