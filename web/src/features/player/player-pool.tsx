"use client";

import { type ReactNode, createContext, useContext, useState } from "react";

interface Pooled {
  element: HTMLVideoElement;
  holder: string | null;
  /** Rises with each use; the lowest is recycled first. */
  used: number;
}

/** Previous, current and next. More would only cost memory and decoders. */
const poolSize = 3;

function createVideo(): HTMLVideoElement {
  const element = document.createElement("video");
  element.playsInline = true;
  element.muted = true;
  element.loop = true;
  element.disablePictureInPicture = true;
  element.tabIndex = -1;
  return element;
}

function empty(element: HTMLVideoElement): void {
  element.pause();
  element.removeAttribute("src");
  element.replaceChildren();
  element.load();
  element.remove();
}

export type PlayerPool = ReturnType<typeof createPlayerPool>;

/** Three video elements handed from clip to clip; phones unlock sound once for all of them. */
export function createPlayerPool(create: () => HTMLVideoElement = createVideo) {
  const pooled: Pooled[] = [];
  let uses = 0;

  return {
    acquire(holder: string): HTMLVideoElement {
      uses += 1;
      let entry = pooled.find((other) => other.holder === holder);
      entry ??= pooled.find((other) => other.holder === null);
      if (!entry && pooled.length < poolSize) {
        entry = { element: create(), holder: null, used: 0 };
        pooled.push(entry);
      }
      entry ??= pooled.reduce((oldest, other) => (other.used < oldest.used ? other : oldest));
      if (entry.holder !== holder) empty(entry.element);
      entry.holder = holder;
      entry.used = uses;
      return entry.element;
    },
    release(holder: string): void {
      const entry = pooled.find((other) => other.holder === holder);
      if (!entry) return;
      entry.holder = null;
      empty(entry.element);
    },
    /** Plays at once what lies ready for this holder; who it belongs to sees to everything else. */
    begin(holder: string): void {
      const entry = pooled.find((other) => other.holder === holder);
      // Refused or taken away again: the player itself tries as well, and tells.
      entry?.element.play().catch(() => undefined);
    },
    /** Called inside the tap that asks for sound. */
    setMuted(muted: boolean): void {
      for (const { element } of pooled) element.muted = muted;
    },
    get size() {
      return pooled.length;
    },
  };
}

const PoolContext = createContext<PlayerPool | null>(null);

export function PlayerPoolProvider({ children }: { children: ReactNode }) {
  const [pool] = useState(() => createPlayerPool());
  return <PoolContext value={pool}>{children}</PoolContext>;
}

export function usePlayerPool(): PlayerPool {
  const pool = useContext(PoolContext);
  if (!pool) throw new Error("usePlayerPool needs PlayerPoolProvider above it.");
  return pool;
}
