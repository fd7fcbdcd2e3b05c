"use client";

import { useEffect, useState } from "react";

const rays = Array.from({ length: 12 }, (_, index) => index * 30);
const burstMs = 520;

export interface BurstAt {
  x: number;
  y: number;
  key: number;
}

/** Twelve slits flying apart where the finger was; six frames, half a second. */
export function LikeBurst({ at }: { at: BurstAt | null }) {
  const [doneKey, setDoneKey] = useState<number | null>(null);
  const key = at?.key;

  useEffect(() => {
    if (key === undefined) return;
    const timer = setTimeout(() => setDoneKey(key), burstMs);
    return () => clearTimeout(timer);
  }, [key]);

  if (!at || doneKey === at.key) return null;
  return (
    <svg
      key={at.key}
      width="120"
      height="120"
      viewBox="-60 -60 120 120"
      aria-hidden="true"
      className="pointer-events-none absolute z-10 animate-burst motion-reduce:hidden"
      style={{ left: at.x - 60, top: at.y - 60 }}
    >
      {rays.map((angle, index) => (
        <rect
          key={angle}
          x={-2.5}
          y={index % 2 ? -52 : -46}
          width="5"
          height={index % 2 ? 26 : 16}
          transform={`rotate(${angle})`}
          fill={index % 3 === 0 ? "var(--lamp)" : "#ff5a3c"}
          stroke="#fff"
          strokeWidth="1.5"
        />
      ))}
    </svg>
  );
}
