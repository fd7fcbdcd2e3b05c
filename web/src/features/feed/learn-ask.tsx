"use client";

import { useState } from "react";
import { Button } from "@/components/button/button";
import { useToast } from "@/components/toast/toast";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import { url } from "@/lib/api/url";
import { useTranslator } from "@/lib/i18n/use-translator";
import { remember, remembered } from "@/lib/player-choices";
import { useAppSelector } from "@/lib/store/hooks";

const key = "zt.learn";
/** Asked once somebody has seen what this is. */
const afterClips = 3;

/** Asks a visitor, once, whether the feed may learn on this device. Settings hold the same switch. */
export function LearnAsk({ active }: { active: number }) {
  const { t } = useTranslator();
  const toast = useToast();
  const { act } = useAct();
  const visitor = useAppSelector((state) => state.session.me === null);
  const [answered, setAnswered] = useState(false);
  if (!visitor || answered || active < afterClips || remembered(key)) return null;

  const answer = (personalised: boolean) =>
    act(async () => {
      setAnswered(true);
      const now = await gateway.read(url("/feed/preferences"));
      await gateway.put("/feed/preferences", { body: { ...now, personalised } });
      remember(key, personalised ? "yes" : "no");
      toast({ text: t("feed.learn.kept"), href: "/settings#feed" });
    });

  return (
    <aside
      aria-label={t("feed.learn.label")}
      // A swipe that starts on its words is for the feed below.
      className="on-dark pointer-events-none absolute inset-x-2 top-28 z-30 mx-auto flex max-w-110 animate-fade flex-col gap-3 rounded-stage border border-line bg-raised p-4 text-fg"
    >
      <p className="text-15">{t("feed.learn.title")}</p>
      <div className="flex flex-wrap gap-2 [&>*]:pointer-events-auto">
        <Button onClick={() => void answer(true)}>{t("feed.learn.yes")}</Button>
        <Button onClick={() => void answer(false)}>{t("feed.learn.no")}</Button>
      </div>
    </aside>
  );
}
