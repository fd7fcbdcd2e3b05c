"use client";

import type { FeedPreferences } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";

interface WeightSliderProps {
  name: string;
  preferences: FeedPreferences;
  onChange: (part: Partial<FeedPreferences>) => void;
  /** Names the slider itself where its label stands elsewhere. */
  bare?: boolean;
}

/** How much one part of the ranking formula counts; nothing where the formula has no such part. */
export function WeightSlider({ name, preferences, onChange, bare }: WeightSliderProps) {
  const { t } = useTranslator();
  const schema = preferences.weightsSchema.find((weight) => weight.name === name);
  if (!schema) return null;
  const label = t(`settings.feed.weight.${name}`);
  const slider = (
    <input
      type="range"
      min={schema.min}
      max={schema.max}
      step={0.1}
      value={preferences.weights[name] ?? schema.default}
      aria-label={bare ? t("why.slider", { name: label }) : undefined}
      onChange={(event) =>
        onChange({
          weights: { ...preferences.weights, [name]: Number(event.currentTarget.value) },
        })
      }
      className="h-11 w-full accent-fg"
    />
  );
  if (bare) return slider;
  return (
    <label className="grid grid-cols-[1fr_2fr] items-center gap-4">
      <span className="text-15">{label}</span>
      {slider}
    </label>
  );
}
