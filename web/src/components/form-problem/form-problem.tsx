"use client";

import type { ApiProblem } from "@/lib/api/problem";
import { useTranslator } from "@/lib/i18n/use-translator";

/** What is wrong with a form as a whole; what is wrong with a field stands at the field. */
export function FormProblem({ problem }: { problem: ApiProblem | null }) {
  const { sentence } = useTranslator();
  if (!problem || Object.keys(problem.errors).length > 0) return null;
  return (
    <p role="alert" className="text-15 text-liked">
      {sentence({ code: problem.code, params: problem.params, text: problem.detail })}
    </p>
  );
}
