"use client";

import type { ApiProblem } from "@/lib/api/problem";
import { useTranslator } from "@/lib/i18n/use-translator";

/** What is wrong with a form as a whole, or with what it has no field for; what is wrong with a field stands there. */
export function FormProblem({ problem }: { problem: ApiProblem | null }) {
  const { sentence } = useTranslator();
  if (!problem) return null;
  const { code, params, detail, errors, elsewhere } = problem;
  const words =
    Object.keys(errors).length > 0 ? elsewhere.join(" ") : sentence({ code, params, text: detail });
  if (!words) return null;
  return (
    <p role="alert" className="text-15 text-liked">
      {words}
    </p>
  );
}
