import { useEffect, useEffectEvent } from "react";
import { scrollsByItself } from "@/lib/own-scroll";

export interface ClipKeys {
  next: () => void;
  previous: () => void;
  toggle: () => void;
  mute: () => void;
  like: () => void;
  comments: () => void;
  share: () => void;
  help: () => void;
}

const keys: Record<string, keyof ClipKeys> = {
  ArrowDown: "next",
  ArrowUp: "previous",
  " ": "toggle",
  m: "mute",
  l: "like",
  c: "comments",
  s: "share",
  "?": "help",
};

/** A key pressed in a field, on a control or in a dialog belongs there. */
function takenBy(target: EventTarget | null, key: string): boolean {
  if (document.querySelector("dialog[open]")) return true;
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("input, textarea, select, [contenteditable]")) return true;
  if (key.startsWith("Arrow") && scrollsByItself(target)) return true;
  return key === " " && target.closest("button, a, [role='slider']") !== null;
}

export function useClipKeys(enabled: boolean, actions: ClipKeys) {
  const run = useEffectEvent((name: keyof ClipKeys) => actions[name]());
  useEffect(() => {
    if (!enabled) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const name = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!name || takenBy(event.target, event.key)) return;
      event.preventDefault();
      run(name);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [enabled]);
}
