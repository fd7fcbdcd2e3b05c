import { useEffect } from "react";
import { api } from "@/lib/api/client";
import type { Me } from "@/lib/api/types";
import { useAppDispatch, useAppSelector } from "@/lib/store/hooks";
import { captionsChosen, dataSaverChosen, soundWanted } from "@/lib/store/player-slice";
import { meChanged } from "@/lib/store/session-slice";

const choices = {
  captions: { key: "zt.captions", chosen: captionsChosen },
  dataSaver: { key: "zt.saver", chosen: dataSaverChosen },
} as const;

type Choice = keyof typeof choices;

export const soundKey = "zt.sound";

/** Storage may be forbidden; a choice then lasts for this visit. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Nothing is lost but the memory.
  }
}

export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Captions and data saving: this device's choice, else the account's. */
export function usePlayerChoice(name: Choice): [boolean, (on: boolean) => void] {
  const dispatch = useAppDispatch();
  const own = useAppSelector((state) => state.player[name]);
  const settings = useAppSelector((state) => state.session.me?.settings);
  const { key, chosen } = choices[name];

  function choose(on: boolean) {
    dispatch(chosen(on));
    remember(key, on ? "on" : "off");
    if (!settings) return;
    api
      .patch<Me>("/users/me", { settings: { [name]: on } })
      .then(({ data }) => dispatch(meChanged(data)))
      // This device keeps the choice; the account's others learn of it another time.
      .catch(() => undefined);
  }

  return [own ?? settings?.[name] ?? false, choose];
}

/** Brings back what this device chose on earlier visits. */
export function useRememberedChoices() {
  const dispatch = useAppDispatch();
  useEffect(() => {
    if (remembered(soundKey) === "on") dispatch(soundWanted(true));
    for (const { key, chosen } of Object.values(choices)) {
      const value = remembered(key);
      if (value) dispatch(chosen(value === "on"));
    }
  }, [dispatch]);
}
