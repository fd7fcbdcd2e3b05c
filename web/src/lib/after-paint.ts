"use client";

import { startTransition, useEffect, useState } from "react";

/** A frame's callback runs before its paint, a task of that callback after it. Returns what calls it off. */
function afterPaint(run: () => void): () => void {
  let task: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    task = setTimeout(run);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(task);
  };
}

/** After the next paint, or at the next tap or key where that comes first: what it does must not undo what they do. */
export function afterPaintOrInput(run: () => void): void {
  const inputs = ["pointerdown", "keydown"] as const;
  const go = () => {
    callOff();
    for (const input of inputs) window.removeEventListener(input, go, true);
    run();
  };
  const callOff = afterPaint(go);
  for (const input of inputs) window.addEventListener(input, go, true);
}

/**
 * False in the first frame of what a tap opens, so that the tap is answered before the costly part of it is drawn; that
 * part then comes in pieces.
 */
export function usePainted(): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => afterPaint(() => startTransition(() => setPainted(true))), []);
  return painted;
}
