"use client";

import { Button } from "@/components/button/button";
import { Loaded } from "@/components/load-state/loaded";
import { MutedWords } from "@/components/preferences/muted-words";
import { TopicChips } from "@/components/preferences/topic-chips";
import { WeightSlider } from "@/components/preferences/weight-slider";
import { useToast } from "@/components/toast/toast";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import type { FeedPreferences as Preferences } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { useRead } from "@/lib/api/use-read";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useFeedPreferences } from "@/lib/preferences/use-feed-preferences";

/** What counts in one's own feed: sliders over the ranking formula itself, topics, words, forgetting. */
export function FeedPreferences() {
  const { t } = useTranslator();
  const toast = useToast();
  const { act } = useAct();
  const { reading, change } = useFeedPreferences();
  const { data: trending } = useRead(url("/tags/trending", { query: { limit: 20 } }));

  const forget = () =>
    act(async () => {
      await gateway.post("/feed/reset");
      toast({ text: t("settings.feed.forgotten") });
    });

  const tagsOf = ({ topics }: Preferences) => [
    ...new Set([...Object.keys(topics), ...(trending?.items ?? []).map(({ tag }) => tag)]),
  ];
  return (
    <Loaded reading={reading}>
      {(preferences) => {
        const tags = tagsOf(preferences);
        return (
          <div className="flex flex-col gap-6">
            <label className="flex min-h-11 items-center gap-4">
              <span className="flex-1 text-15">{t("settings.feed.personalised")}</span>
              <input
                type="checkbox"
                role="switch"
                className="size-5 accent-fg"
                checked={preferences.personalised}
                onChange={(event) => change({ personalised: event.currentTarget.checked })}
              />
            </label>
            <div>
              {preferences.weightsSchema.map(({ name }) => (
                <WeightSlider key={name} name={name} preferences={preferences} onChange={change} />
              ))}
              <Button
                onClick={() =>
                  change({
                    weights: Object.fromEntries(
                      preferences.weightsSchema.map(({ name, default: standard }) => [
                        name,
                        standard,
                      ]),
                    ),
                  })
                }
              >
                {t("settings.feed.reset")}
              </Button>
            </div>
            {tags.length > 0 ? (
              <div className="flex flex-col gap-2">
                <h3 className="text-17 font-semibold">{t("settings.feed.topics")}</h3>
                <p className="text-13 text-muted">{t("settings.feed.topics.hint")}</p>
                <TopicChips
                  tags={tags}
                  topics={preferences.topics}
                  onTopics={(topics) => change({ topics })}
                />
              </div>
            ) : null}
            <div className="flex flex-col gap-2">
              <h3 className="text-17 font-semibold">{t("settings.feed.muted")}</h3>
              <MutedWords
                words={preferences.mutedWords}
                onWords={(mutedWords) => change({ mutedWords })}
              />
            </div>
            <Button className="self-start" onClick={() => void forget()}>
              {t("settings.feed.forget")}
            </Button>
          </div>
        );
      }}
    </Loaded>
  );
}
