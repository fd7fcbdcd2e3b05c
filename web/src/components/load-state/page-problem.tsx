"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import type { PlainProblem } from "@/lib/api/plain-problem";
import { LoadProblem } from "./load-problem";

/** Stands for a page, or a part of one, whose data the server could not read. */
export function PageProblem({ problem, className }: { problem: PlainProblem; className?: string }) {
  const router = useRouter();
  const [busy, startTransition] = useTransition();
  return (
    <LoadProblem
      className={className}
      kind="primary"
      busy={busy}
      problem={problem}
      onRetry={() => startTransition(() => router.refresh())}
    />
  );
}
