"use client";

import { useState } from "react";
import { FieldFrame, controlClass } from "@/components/field/field";
import { SwitchRow } from "@/components/preferences/switch-row";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import type { Me, Settings } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useAppDispatch } from "@/lib/store/hooks";
import { meChanged } from "@/lib/store/session-slice";

const switches = ["isPrivate", "showLikes", "showPresence", "autoplay"] as const;

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
        dispatch(meChanged(await gateway.patch("/users/me", { body: { settings: change } })));
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
          <SwitchRow
            key={name}
            label={t(`settings.${name}`)}
            hint={t(`settings.${name}.hint`)}
            on={shown[name]}
            onChange={(on) => void choose({ [name]: on })}
          />
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
