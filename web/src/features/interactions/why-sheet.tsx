"use client";

import Link from "next/link";
import { buttonClass } from "@/components/button/button";
import { Sheet } from "@/components/dialog/sheet";
import { Loaded } from "@/components/load-state/loaded";
import { WeightSlider } from "@/components/preferences/weight-slider";
import type { Why } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { useRead } from "@/lib/api/use-read";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useFeedPreferences } from "@/lib/preferences/use-feed-preferences";

interface WhySheetProps {
  impressionId: string;
  onClose: () => void;
}

/** The true contributions to this clip's score; they sum to it. */
export default function WhySheet({ impressionId, onClose }: WhySheetProps) {
  const { t } = useTranslator();
  const reading = useRead(url("/feed/why/{impressionId}", { path: { impressionId } }));
  return (
    <Sheet title={t("why.title")} onClose={onClose}>
      <Loaded reading={reading}>{(why) => <Contributions why={why} />}</Loaded>
    </Sheet>
  );
}

function Contributions({ why }: { why: Why }) {
  const { t, sentence, locale } = useTranslator();
  const { preferences, change } = useFeedPreferences();
  const points = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    signDisplay: "exceptZero",
  });
  const most = Math.max(...why.contributions.map((part) => Math.abs(part.points)), 0.0001);
  return (
    <div className="flex flex-col gap-4 pt-1">
      <p className="text-15 text-muted">{t("why.intro")}</p>
      <ul className="flex flex-col gap-3">
        {[...why.contributions]
          .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
          .map((part) => (
            <li key={part.name} className="flex flex-col gap-1">
              <span className="flex justify-between gap-4 text-15">
                <span>{sentence(part)}</span>
                <span className="tabular-nums">{points.format(part.points)}</span>
              </span>
              <svg
                viewBox="0 0 100 4"
                preserveAspectRatio="none"
                className="h-1 w-full"
                aria-hidden
              >
                <rect width="100" height="4" className="fill-hair" />
                <rect
                  width={(Math.abs(part.points) / most) * 100}
                  height="4"
                  className={part.points >= 0 ? "fill-link" : "fill-liked"}
                />
              </svg>
              {preferences ? (
                <WeightSlider bare name={part.name} preferences={preferences} onChange={change} />
              ) : null}
            </li>
          ))}
      </ul>
      <p className="flex justify-between border-t border-hair pt-3 text-15 font-semibold">
        <span>{t("why.score")}</span>
        <span className="tabular-nums">{points.format(why.score)}</span>
      </p>
      <p className="text-13 text-muted">{t("why.again")}</p>
      <Link href="/settings#feed" prefetch={false} className={buttonClass("secondary")}>
        {t("why.preferences")}
      </Link>
    </div>
  );
}
