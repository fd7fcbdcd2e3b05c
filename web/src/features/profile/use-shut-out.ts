"use client";

import { useRouter } from "next/navigation";
import { useToast } from "@/components/toast/toast";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import { useTranslator } from "@/lib/i18n/use-translator";

/** Mute hides a person from me; block removes us from each other. */
export function useShutOut(username: string) {
  const { t } = useTranslator();
  const toast = useToast();
  const { busy, act } = useAct();
  const router = useRouter();

  const set = (what: "mute" | "block", on: boolean) =>
    act(async () => {
      await gateway.turn(on, `/users/{username}/${what}`, { path: { username } });
      toast({ text: t(`profile.${what}${on ? "Done" : "Undone"}`, { name: `@${username}` }) });
      // The page knows from the server whom one has muted or blocked.
      router.refresh();
    });

  return { busy, set };
}
