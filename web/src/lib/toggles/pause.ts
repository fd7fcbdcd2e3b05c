import type { ApiProblem } from "@/lib/api/problem";

/** 1, 2, 4, 8, 16 s or what the server asked for; ends early when the network is back. */
export function pauseUntilRetry(attempt: number, problem: ApiProblem): Promise<void> {
  const ms = problem.retryAfterMs ?? Math.min(16_000, 500 * 2 ** attempt);
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener("online", done);
  });
}
