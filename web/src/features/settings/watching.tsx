"use client";

import { ChoiceSwitch } from "@/components/preferences/choice-switch";
import { useRememberedChoices } from "@/lib/player-choices";

/** How clips are watched on this device; for visitors, too. */
export function Watching() {
  useRememberedChoices();
  return (
    <div className="flex flex-col gap-1">
      <ChoiceSwitch name="captions" />
      <ChoiceSwitch name="dataSaver" />
      <ChoiceSwitch name="shortcuts" />
    </div>
  );
}
