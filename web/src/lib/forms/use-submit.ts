"use client";

import { type FormEvent, useRef, useState } from "react";
import { type ApiProblem, toProblem } from "@/lib/api/problem";

export interface Submission {
  busy: boolean;
  problem: ApiProblem | null;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
}

/**
 * Sends a form once at a time and keeps what went wrong beside it. The fields stay as typed; the
 * first one the server named gets the focus.
 */
export function useSubmit(send: (form: FormData) => Promise<void>): Submission {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const sending = useRef(false);

  async function submit(form: HTMLFormElement) {
    if (sending.current) return;
    sending.current = true;
    setBusy(true);
    setProblem(null);
    try {
      await send(new FormData(form));
    } catch (error) {
      const found = toProblem(error);
      setProblem(found);
      const named = Object.keys(found.errors)[0];
      const field = named ? form.elements.namedItem(named) : null;
      if (field instanceof HTMLElement) field.focus();
    } finally {
      sending.current = false;
      setBusy(false);
    }
  }

  return {
    busy,
    problem,
    onSubmit: (event) => {
      event.preventDefault();
      void submit(event.currentTarget);
    },
  };
}

/** Which of these a field is set to, if any. */
export function choice<T extends string>(form: FormData, name: string, of: readonly T[]) {
  return of.find((one) => one === form.get(name));
}

/** A text field of a form; files have no place here. */
export function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
