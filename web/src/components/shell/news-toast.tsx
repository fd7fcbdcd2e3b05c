"use client";

import { useRouter } from "next/navigation";
import { useToast } from "@/components/toast/toast";
import { api } from "@/lib/api/client";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useLive, useLiveResumed } from "@/lib/live/live";
import { useAppDispatch, useAppSelector } from "@/lib/store/hooks";
import { overlayCleared } from "@/lib/store/overlay-slice";
import { unreadChanged } from "@/lib/store/session-slice";

/** Tells of what just arrived in the inbox, and reads the badge again after a lost connection. */
export function NewsToast() {
  const toast = useToast();
  const { t } = useTranslator();
  const dispatch = useAppDispatch();
  const router = useRouter();
  const signedIn = useAppSelector((state) => state.session.me !== null);

  useLive("notification", ({ type, actors, url }) => {
    // Who did it just now; the inbox tells of the others.
    const name = actors[0]?.displayName ?? "";
    toast({ text: t(`news.${type}`, { name }), href: url });
  });

  useLive("session:ended", () => {
    toast({ text: t("news.sessionEnded"), href: "/log-in" });
    dispatch(overlayCleared());
    router.refresh();
  });

  useLiveResumed(() => {
    if (!signedIn) return;
    api
      .get<{ count: number }>("/notifications/unread")
      .then(({ data }) => dispatch(unreadChanged(data.count)))
      // The badge stays as it was; the next live event corrects it.
      .catch(() => undefined);
  });

  return null;
}
