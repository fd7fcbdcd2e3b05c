"use client";

import { useState } from "react";
import { useToast } from "@/components/toast/toast";
import { api } from "@/lib/api/client";
import { toProblem } from "@/lib/api/problem";
import type { Me } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useAppDispatch } from "@/lib/store/hooks";
import { meChanged } from "@/lib/store/session-slice";

const choices = ["isPrivate", "showLikes", "showPresence", "shortcuts"] as const;
type Choice = (typeof choices)[number];

/** Switches that hold at once; one that the server refuses goes back. */
export function PrivacyChoices({ me }: { me: Me }) {
  const { t, sentence } = useTranslator();
  const dispatch = useAppDispatch();
  const toast = useToast();
  const [pending, setPending] = useState<Partial<Record<Choice, boolean>>>({});

  async function choose(choice: Choice, value: boolean) {
    setPending((all) => ({ ...all, [choice]: value }));
    try {
      const { data } = await api.patch<Me>("/users/me", { settings: { [choice]: value } });
      dispatch(meChanged(data));
    } catch (error) {
      const { code, params, detail } = toProblem(error);
      toast({ text: sentence({ code, params, text: detail }) });
    } finally {
      setPending((all) => ({ ...all, [choice]: undefined }));
    }
  }

  return (
    <div className="flex flex-col gap-1">
      {choices.map((choice) => (
        <label key={choice} className="flex min-h-14 items-center gap-4">
          <span className="flex-1">
            <span className="block text-15 font-semibold">{t(`settings.${choice}`)}</span>
            <span className="block text-13 text-muted">{t(`settings.${choice}.hint`)}</span>
          </span>
          <input
            type="checkbox"
            role="switch"
            className="size-5 accent-fg"
            checked={pending[choice] ?? me.settings[choice]}
            onChange={(event) => choose(choice, event.currentTarget.checked)}
          />
        </label>
      ))}
    </div>
  );
}
