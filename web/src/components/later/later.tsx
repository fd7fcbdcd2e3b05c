"use client";

import { type ComponentType, useEffect, useState } from "react";
import { LoadProblem } from "@/components/load-state/load-problem";
import { useSlow } from "@/components/load-state/use-slow";
import { Waiting } from "@/components/load-state/waiting";

/** Stands where the part is to be: until then, and when it does not come. */
export interface MissingProps<P> {
  of: P;
  /** Null while it is only slow. */
  problem: ReturnType<typeof problemOf> | null;
  busy: boolean;
  onRetry: () => void;
}

const problemOf = () => ({ code: navigator.onLine ? "error" : "offline", detail: "" });

/**
 * A part whose code comes when it is first drawn. Code that does not arrive takes nothing else with
 * it: the words for it stand in its place, and it is fetched again when the line is back.
 */
export function later<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  Missing: ComponentType<MissingProps<P>> = Missed,
): ComponentType<P> {
  let arrived: ComponentType<P> | undefined;
  const bring = async () => (arrived ??= (await load()).default);

  return function Later(props: P) {
    const [Part, setPart] = useState(() => arrived);
    const [attempt, setAttempt] = useState(0);
    const [missed, setMissed] = useState<{
      attempt: number;
      problem: ReturnType<typeof problemOf>;
    }>();
    const slow = useSlow(!Part && !missed);
    const onRetry = () => setAttempt((count) => count + 1);

    useEffect(() => {
      if (arrived) return;
      let left = false;
      bring().then(
        (part) => {
          if (!left) setPart(() => part);
        },
        () => {
          if (!left) setMissed({ attempt, problem: problemOf() });
        },
      );
      return () => {
        left = true;
      };
    }, [attempt]);

    useEffect(() => {
      if (!missed) return;
      const again = () => setAttempt((count) => count + 1);
      window.addEventListener("online", again);
      return () => window.removeEventListener("online", again);
    }, [missed]);

    if (Part) return <Part {...props} />;
    if (!missed && !slow) return null;
    return (
      <Missing
        of={props}
        problem={missed?.problem ?? null}
        busy={missed?.attempt !== attempt}
        onRetry={onRetry}
      />
    );
  };
}

function Missed({ problem, busy, onRetry }: MissingProps<object>) {
  if (!problem) return <Waiting className="py-6" />;
  return <LoadProblem className="py-6" problem={problem} busy={busy} onRetry={onRetry} />;
}

/** For a part nobody asked for. */
export function MissedQuietly() {
  return null;
}
