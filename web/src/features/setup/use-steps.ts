import { type RefObject, useEffect, useRef, useState } from "react";
import type { ApiProblem } from "@/lib/api/problem";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const controlsOf = (form: HTMLFormElement | null, step: number) => [
  ...(form?.querySelectorAll<Control>(
    `[data-step="${step}"] :is(input, textarea, select):not([type="file"])`,
  ) ?? []),
];

/** Which step of a form is on screen. Each checks itself before the next. */
export function useSteps(form: RefObject<HTMLFormElement | null>, count: number) {
  const [at, setAt] = useState(0);
  const [skipped, setSkipped] = useState<number[]>([]);
  const focus = useRef<HTMLElement | "title" | null>(null);

  useEffect(() => {
    const target =
      focus.current === "title"
        ? form.current?.querySelector<HTMLElement>(`[data-step="${at}"] h1`)
        : focus.current;
    focus.current = null;
    target?.focus();
  }, [form, at]);

  function go(step: number) {
    focus.current = "title";
    setAt(Math.min(count - 1, Math.max(0, step)));
  }

  return {
    at,
    go,
    /** Says what is wrong with the step on screen, if anything is. */
    check() {
      const wrong = controlsOf(form.current, at).find((control) => !control.checkValidity());
      // What we say ourselves stands at the field already.
      if (wrong?.validity.customError) wrong.focus();
      else wrong?.reportValidity();
      return !wrong;
    },
    next() {
      setSkipped(skipped.filter((step) => step !== at));
      go(at + 1);
    },
    /** On without this one: what was typed into it is not meant to be sent. */
    skip() {
      setSkipped([...skipped, at]);
      go(at + 1);
    },
    /** Brings back the step with the first field that was refused. */
    reveal(problem: ApiProblem) {
      const named = Object.keys(problem.errors)[0];
      const field = named ? form.current?.elements.namedItem(named) : null;
      const step = field instanceof HTMLElement ? field.closest<HTMLElement>("[data-step]") : null;
      if (!step) return;
      focus.current = field as HTMLElement;
      setAt(Number(step.dataset.step));
    },
    isSkipped: (step: number) => skipped.includes(step),
  };
}
