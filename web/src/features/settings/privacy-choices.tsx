"use client";

import { useState } from "react";
import { FieldFrame, controlClass } from "@/components/field/field";
import { useAct } from "@/components/toast/use-act";
import { api } from "@/lib/api/client";
import type { Me, Settings } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useAppDispatch } from "@/lib/store/hooks";
import { meChanged } from "@/lib/store/session-slice";

const switches = [
  "isPrivate",
  "showLikes",
  "showPresence",
  "autoplay",
  "captions",
  "dataSaver",
  "shortcuts",
] as const;

const who = ["everyone", "followers", "following", "nobody"] as const;
const lists = [
  { name: "whoCanComment", choices: who, words: "settings.who" },
  { name: "whoCanMention", choices: who, words: "settings.who" },
  { name: "sensitive", choices: ["hide", "blur", "show"], words: "settings.sensitive" },
] as const;

/** Choices that hold at once; one that the server refuses goes back. */
export function PrivacyChoices({ me }: { me: Me }) {
  const { t } = useTranslator();
  const dispatch = useAppDispatch();
  const { act } = useAct();
  const [pending, setPending] = useState<Partial<Settings>>({});
  const shown = { ...me.settings, ...pending };

  async function choose(change: Partial<Settings>) {
    setPending((all) => ({ ...all, ...change }));
    try {
      await act(async () => {
        const { data } = await api.patch<Me>("/users/me", { settings: change });
        dispatch(meChanged(data));
      });
    } finally {
      setPending((all) => {
        const rest: Partial<Record<string, unknown>> = { ...all };
        for (const name of Object.keys(change)) delete rest[name];
        return rest;
      });
    }
  }

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-1">
        {switches.map((name) => (
          <label key={name} className="flex min-h-14 items-center gap-4">
            <span className="flex-1">
              <span className="block text-15 font-semibold">{t(`settings.${name}`)}</span>
              <span className="block text-13 text-muted">{t(`settings.${name}.hint`)}</span>
            </span>
            <input
              type="checkbox"
              role="switch"
              className="size-5 accent-fg"
              checked={shown[name]}
              onChange={(event) => void choose({ [name]: event.currentTarget.checked })}
            />
          </label>
        ))}
      </div>
      {lists.map(({ name, choices, words }) => (
        <FieldFrame key={name} label={t(`settings.${name}`)}>
          {(control) => (
            <select
              {...control}
              value={shown[name]}
              onChange={(event) => void choose({ [name]: event.currentTarget.value })}
              className={controlClass}
            >
              {choices.map((choice) => (
                <option key={choice} value={choice}>
                  {t(`${words}.${choice}`)}
                </option>
              ))}
            </select>
          )}
        </FieldFrame>
      ))}
    </div>
  );
}
