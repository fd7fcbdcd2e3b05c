"use client";

import { useEffect, useRef } from "react";
import { useToast } from "@/components/toast/toast";
import { gateway } from "@/lib/api/gateway";
import { toProblem } from "@/lib/api/problem";
import type { FeedPreferences } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { useRead } from "@/lib/api/use-read";
import { useTranslator } from "@/lib/i18n/use-translator";

/** A slider being dragged is one change, not fifty. */
const restMs = 400;

/** What one says about one's own feed: shown at once, sent when the hand rests, undone on refusal. */
export function useFeedPreferences() {
  const { sentence } = useTranslator();
  const toast = useToast();
  const reading = useRead(url("/feed/preferences"));
  const { data, mutate } = reading;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const unsent = useRef<FeedPreferences | null>(null);

  async function send() {
    const next = unsent.current;
    if (!next) return;
    unsent.current = null;
    try {
      const kept = await gateway.put("/feed/preferences", { body: next });
      if (!unsent.current) await mutate(kept, { revalidate: false });
    } catch (failure) {
      const { code, params, detail } = toProblem(failure);
      toast({ text: sentence({ code, params, text: detail }) });
      await mutate();
    }
  }

  function change(part: Partial<FeedPreferences>) {
    const now = unsent.current ?? data;
    if (!now) return;
    const next = { ...now, ...part };
    unsent.current = next;
    void mutate(next, { revalidate: false });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void send(), restMs);
  }

  const latest = useRef(send);
  useEffect(() => {
    latest.current = send;
  });
  // Leaving sends what the hand has just let go.
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      void latest.current();
    },
    [],
  );

  return { reading, preferences: data, change };
}
