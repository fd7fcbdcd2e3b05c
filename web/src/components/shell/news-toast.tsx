"use client";

import { useEffect, useRef } from "react";
import { useToast } from "@/components/toast/toast";
import { gateway } from "@/lib/api/gateway";
import { toProblem } from "@/lib/api/problem";
import type { Notification } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useLive, useLiveResumed } from "@/lib/live/live";
import { useAppDispatch, useAppSelector } from "@/lib/store/hooks";
import { signedOut, unreadChanged } from "@/lib/store/session-slice";

const gatherMs = 1_000;
const restMs = 5_000;

/** What comes in quick succession comes as one, so that a clip many like is not read out like by like. */
function useGathered(tell: (news: Notification[]) => void) {
  const waiting = useRef<Notification[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const restUntil = useRef(0);

  const latest = useRef(tell);
  useEffect(() => {
    latest.current = tell;
  });

  function tellNow() {
    timer.current = undefined;
    restUntil.current = Date.now() + restMs;
    latest.current(waiting.current.splice(0));
  }
  useLive("notification", (item) => {
    waiting.current.push(item);
    const inMs = Math.max(gatherMs, restUntil.current - Date.now());
    timer.current ??= setTimeout(tellNow, inMs);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}

/** Tells of what just arrived in the inbox, and reads the badge again after a lost connection. */
export function NewsToast() {
  const toast = useToast();
  const { t } = useTranslator();
  const dispatch = useAppDispatch();
  const signedIn = useAppSelector((state) => state.session.me !== null);

  useGathered((news) => {
    const last = news.at(-1)!;
    if (new Set(news.map(({ id }) => id)).size > 1) {
      toast({ text: t("news.several", { count: news.length }), href: "/inbox" });
      return;
    }
    // Who did it just now; the inbox tells of those before.
    const count = news.length;
    const [actor] = last.actors;
    const name = actor?.displayName || (actor?.username ?? "");
    const who = count > 1 ? t("inbox.andOthers", { name, count: count - 1 }) : name;
    toast({ text: t(`news.${last.type}`, { name: who, count }), href: last.url });
  });

  const tellEnd = () => toast({ text: t("news.sessionEnded"), href: "/log-in" });
  useLive("session:ended", tellEnd);

  useLiveResumed(() => {
    if (!signedIn) return;
    gateway
      .read(url("/notifications/unread"))
      .then(({ count }) => dispatch(unreadChanged(count)))
      .catch((error: unknown) => {
        // The badge stays as it was; the next live event corrects it.
        if (toProblem(error).status !== 401) return;
        // It ended while nobody listened.
        dispatch(signedOut());
        tellEnd();
      });
  });

  return null;
}
