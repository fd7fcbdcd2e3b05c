"use client";

import { useEffect, useState } from "react";

const slowMs = 3_000;

/** True once somebody has waited long enough to wonder. */
export function useSlow(waiting = true): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => setSlow(true), slowMs);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [waiting]);
  return waiting && slow;
}
