"use client";

import type { ReactNode } from "react";
import { toProblem } from "@/lib/api/problem";
import { LoadProblem } from "./load-problem";
import { Waiting } from "./waiting";

/** What SWR says of one thing it reads. */
export interface Reading<T> {
  data: T | undefined;
  error: unknown;
  isValidating: boolean;
  mutate: () => Promise<unknown>;
}

interface LoadedProps<T> {
  reading: Reading<T>;
  /** Beside something larger that says itself that it is coming. */
  quiet?: boolean;
  className?: string;
  children: (data: T) => ReactNode;
}

/** Draws what was read; until then that it comes, that it is slow, or what is wrong, with another try. */
export function Loaded<T>({ reading, quiet, className = "py-6", children }: LoadedProps<T>) {
  const { data, error, isValidating, mutate } = reading;
  if (data !== undefined) return children(data);
  if (error) {
    return (
      <LoadProblem
        className={className}
        problem={toProblem(error)}
        busy={isValidating}
        onRetry={() => {
          // What goes wrong again is the next `error`.
          mutate().catch(() => undefined);
        }}
      />
    );
  }
  return quiet ? null : <Waiting className={className} />;
}
