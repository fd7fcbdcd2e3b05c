import { useEffect } from "react";
import { gateway } from "@/lib/api/gateway";
import { useAppDispatch, useAppSelector } from "@/lib/store/hooks";
import {
  captionsChosen,
  dataSaverChosen,
  shortcutsChosen,
  soundWanted,
} from "@/lib/store/player-slice";
import { meChanged } from "@/lib/store/session-slice";

const choices = {
  captions: { key: "zt.captions", chosen: captionsChosen, usual: false },
  dataSaver: { key: "zt.saver", chosen: dataSaverChosen, usual: false },
  shortcuts: { key: "zt.shortcuts", chosen: shortcutsChosen, usual: true },
} as const;

export type Choice = keyof typeof choices;

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

/** Captions, data saving and keys: this device's choice, else the account's. */
export function usePlayerChoice(name: Choice): [boolean, (on: boolean) => void] {
  const dispatch = useAppDispatch();
  const own = useAppSelector((state) => state.player[name]);
  const settings = useAppSelector((state) => state.session.me?.settings);
  const { key, chosen, usual } = choices[name];

  function choose(on: boolean) {
    dispatch(chosen(on));
    remember(key, on ? "on" : "off");
    if (!settings) return;
    gateway
      .patch("/users/me", { body: { settings: { [name]: on } } })
      .then((me) => dispatch(meChanged(me)))
      // This device keeps the choice; the account's others learn of it another time.
      .catch(() => undefined);
  }

  return [own ?? settings?.[name] ?? usual, choose];
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
