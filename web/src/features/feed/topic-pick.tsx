"use client";

import { useState } from "react";
import { Button } from "@/components/button/button";
import { TopicChips } from "@/components/preferences/topic-chips";
import { gateway } from "@/lib/api/gateway";
import { url } from "@/lib/api/url";
import { useRead } from "@/lib/api/use-read";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useAppDispatch, useMe } from "@/lib/store/hooks";
import { meChanged } from "@/lib/store/session-slice";

/** A newcomer may say what they like, while the first clip already plays behind it. */
export default function TopicPick() {
  const { t } = useTranslator();
  const me = useMe();
  const dispatch = useAppDispatch();
  const { data } = useRead(url("/tags/trending", { query: { limit: 12 } }));
  const { data: preferences } = useRead(url("/feed/preferences"));
  const [topics, setTopics] = useState<Record<string, number>>({});
  if (!me || me.onboarded || !data || data.items.length === 0 || !preferences) return null;

  async function done(chosen: Record<string, number>) {
    dispatch(meChanged({ onboarded: true }));
    try {
      // Topics first: once it counts as answered it is never asked again.
      if (Object.keys(chosen).length > 0) {
        await gateway.put("/feed/preferences", {
          body: { ...preferences, topics: { ...preferences!.topics, ...chosen } },
        });
      }
      await gateway.patch("/users/me", { body: { onboarded: true } });
    } catch {
      // It is asked again with the next visit.
    }
  }

  return (
    <aside
      aria-label={t("topics.label")}
      className="on-dark absolute inset-x-2 top-28 z-30 mx-auto flex max-h-[70%] max-w-110 animate-fade flex-col gap-3 overflow-y-auto rounded-stage border border-line bg-raised p-4 text-fg"
    >
      <h2 className="text-17 font-semibold">{t("topics.title")}</h2>
      <p className="text-13 text-muted">{t("topics.text")}</p>
      <TopicChips
        moreOnly
        tags={data.items.map(({ tag }) => tag)}
        topics={topics}
        onTopics={setTopics}
      />
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" onClick={() => void done(topics)}>
          {t("topics.done")}
        </Button>
        <Button kind="quiet" onClick={() => void done({})}>
          {t("topics.skip")}
        </Button>
      </div>
    </aside>
  );
}
