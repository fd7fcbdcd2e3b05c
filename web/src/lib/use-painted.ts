"use client";

import { startTransition, useEffect, useState } from "react";

/**
 * False in the first frame of what a tap opens, so that the tap is answered before the costly part of it is drawn; that
 * part then comes in pieces. A frame's callback runs before its paint, a task of that callback after it.
 */
export function usePainted(): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => {
    let task: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      task = setTimeout(() => startTransition(() => setPainted(true)));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(task);
    };
  }, []);
  return painted;
}
