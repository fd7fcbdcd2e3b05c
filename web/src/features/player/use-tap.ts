import { type MouseEvent, useEffect, useRef } from "react";

/** Two taps within this are one double tap. */
const doubleMs = 240;

/** One tap after a moment, or a double tap at once; further quick taps are double taps too. */
export function useTap(onTap: () => void, onDouble: (x: number, y: number) => void) {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const lastDouble = useRef(0);

  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current);
    },
    [],
  );

  return (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    const now = performance.now();
    if (timer.current || now - lastDouble.current < doubleMs * 2) {
      if (timer.current) clearTimeout(timer.current);
      timer.current = null;
      lastDouble.current = now;
      onDouble(x, y);
      return;
    }
    timer.current = setTimeout(() => {
      timer.current = null;
      onTap();
    }, doubleMs);
  };
}
