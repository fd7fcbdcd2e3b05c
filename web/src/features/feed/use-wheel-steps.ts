import { type RefObject, useEffect, useEffectEvent } from "react";
import { scrollsByItself } from "@/lib/own-scroll";

/** A trackpad goes on sending after the fingers left; this much silence ends the gesture. */
const gestureGapMs = 160;
const threshold = 24;

/** One step a gesture, however long its tail. */
export function createWheelGesture(now: () => number) {
  let last = -Infinity;
  let sum = 0;
  let spent = false;
  let strongest = 0;
  return (delta: number): 1 | -1 | 0 => {
    const at = now();
    const strength = Math.abs(delta);
    // A push clearly stronger than the fading tail of the last one is a new gesture.
    const pushedAgain = spent && strength > 40 && strength > strongest * 1.5;
    if (at - last > gestureGapMs || pushedAgain) {
      sum = 0;
      spent = false;
      strongest = 0;
    }
    last = at;
    strongest = spent ? Math.max(strength, strongest * 0.9) : Math.max(strongest, strength);
    if (spent) return 0;
    sum += delta;
    if (Math.abs(sum) < threshold) return 0;
    spent = true;
    return sum > 0 ? 1 : -1;
  };
}

export function useWheelSteps(scroller: RefObject<HTMLElement | null>, go: (by: 1 | -1) => void) {
  const step = useEffectEvent(go);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const gesture = createWheelGesture(() => performance.now());
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
      if (scrollsByItself(event.target)) return;
      event.preventDefault();
      // Lines and pages are what some mice report; a line is about 16 px.
      const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
      const by = gesture(event.deltaY * unit);
      if (by !== 0) step(by);
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [scroller]);
}
