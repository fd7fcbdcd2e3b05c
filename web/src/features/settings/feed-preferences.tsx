"use client";

import useSWR from "swr";
import { Button } from "@/components/button/button";
import { useToast } from "@/components/toast/toast";
import { api } from "@/lib/api/client";
import { toProblem } from "@/lib/api/problem";
import { useTranslator } from "@/lib/i18n/use-translator";

interface Preferences {
  personalised: boolean;
  topics: Record<string, number>;
  mutedWords: string[];
  weights: Record<string, number>;
  weightsSchema: { name: string; min: number; max: number; default: number }[];
}

/** What counts in one's own feed: sliders over the ranking formula itself, and forgetting. */
export function FeedPreferences() {
  const { t, sentence } = useTranslator();
  const toast = useToast();
  const { data, mutate } = useSWR<Preferences>("/feed/preferences");
  if (!data) return null;

  async function save(change: Partial<Preferences>) {
    const next = { ...data!, ...change };
    try {
      await mutate(async () => (await api.put<Preferences>("/feed/preferences", next)).data, {
        optimisticData: next,
        rollbackOnError: true,
        revalidate: false,
      });
    } catch (error) {
      const { code, params, detail } = toProblem(error);
      toast({ text: sentence({ code, params, text: detail }) });
    }
  }

  async function forget() {
    await api.post("/feed/reset");
    toast({ text: t("settings.feed.forgotten") });
  }

  return (
    <div className="flex flex-col gap-4">
      <label className="flex min-h-11 items-center gap-4">
        <span className="flex-1 text-15">{t("settings.feed.personalised")}</span>
        <input
          type="checkbox"
          role="switch"
          className="size-5 accent-fg"
          checked={data.personalised}
          onChange={(event) => save({ personalised: event.currentTarget.checked })}
        />
      </label>
      {data.weightsSchema.map(({ name, min, max, default: standard }) => (
        <label key={name} className="grid grid-cols-[1fr_2fr] items-center gap-4">
          <span className="text-15">{t(`settings.feed.weight.${name}`)}</span>
          <input
            type="range"
            min={min}
            max={max}
            step={0.1}
            defaultValue={data.weights[name] ?? standard}
            className="h-11 accent-fg"
            onChange={(event) =>
              save({ weights: { ...data.weights, [name]: Number(event.currentTarget.value) } })
            }
          />
        </label>
      ))}
      <Button className="self-start" onClick={forget}>
        {t("settings.feed.forget")}
      </Button>
    </div>
  );
}
