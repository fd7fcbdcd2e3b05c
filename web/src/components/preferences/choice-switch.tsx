"use client";

import { useTranslator } from "@/lib/i18n/use-translator";
import { type Choice, usePlayerChoice } from "@/lib/player-choices";
import { SwitchRow } from "./switch-row";

/** A choice that this device keeps, with an account or without. */
export function ChoiceSwitch({ name }: { name: Choice }) {
  const { t } = useTranslator();
  const [on, choose] = usePlayerChoice(name);
  return (
    <SwitchRow
      label={t(`settings.${name}`)}
      hint={t(`settings.${name}.hint`)}
      on={on}
      onChange={choose}
    />
  );
}
