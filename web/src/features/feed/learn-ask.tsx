"use client";

import { useState } from "react";
import { Button } from "@/components/button/button";
import { useToast } from "@/components/toast/toast";
import { api, get } from "@/lib/api/client";
import { toProblem } from "@/lib/api/problem";
import { useTranslator } from "@/lib/i18n/use-translator";
import { remember, remembered } from "@/lib/player-choices";
import { useAppSelector } from "@/lib/store/hooks";

const key = "zt.learn";
/** Asked once somebody has seen what this is. */
const afterClips = 3;

/** Asks a visitor, once, whether the feed may learn on this device. Settings hold the same switch. */
export function LearnAsk({ active }: { active: number }) {
  const { t, sentence } = useTranslator();
  const toast = useToast();
  const visitor = useAppSelector((state) => state.session.me === null);
  const [answered, setAnswered] = useState(false);
  if (!visitor || answered || active < afterClips || remembered(key)) return null;

  async function answer(personalised: boolean) {
    setAnswered(true);
    try {
      const now = await get<object>("/feed/preferences");
      await api.put("/feed/preferences", { ...now, personalised });
      remember(key, personalised ? "yes" : "no");
      toast({ text: t("feed.learn.kept"), href: "/settings#feed" });
    } catch (error) {
      const { code, params, detail } = toProblem(error);
      toast({ text: sentence({ code, params, text: detail }) });
    }
  }

  return (
    <aside
      aria-label={t("feed.learn.label")}
      className="on-dark absolute inset-x-2 top-28 z-30 mx-auto flex max-w-110 animate-fade flex-col gap-3 rounded-stage border border-line bg-raised p-4 text-fg"
    >
      <p className="text-15">{t("feed.learn.title")}</p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void answer(true)}>{t("feed.learn.yes")}</Button>
        <Button onClick={() => void answer(false)}>{t("feed.learn.no")}</Button>
      </div>
    </aside>
  );
}
