"use client";

import { startTransition, useEffect, useState } from "react";

/** A frame's callback runs before its paint, a task of that callback after it. Returns what calls it off. */
export function afterPaint(run: () => void): () => void {
  let task: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    task = setTimeout(run);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(task);
  };
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
