import type { ApiProblem } from "@/lib/api/problem";

/** 1, 2, 4, 8, 16 s or what the server asked for; without a line, or until then, as long as it takes to be back. */
export function pauseUntilRetry(attempt: number, problem: ApiProblem): Promise<void> {
  const ms = problem.retryAfterMs ?? Math.min(16_000, 500 * 2 ** attempt);
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      resolve();
    };
    const timer = navigator.onLine ? setTimeout(done, ms) : undefined;
    window.addEventListener("online", done);
  });
}
