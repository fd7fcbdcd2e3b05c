import type { ApiProblem } from "./problem";

/** What of a problem crosses from server to client components (only plain data can). */
export interface PlainProblem {
  status: number;
  code: string;
  detail: string;
}

export function plain(problem: ApiProblem): PlainProblem;
export function plain(problem: ApiProblem | null): PlainProblem | null;
export function plain(problem: ApiProblem | null): PlainProblem | null {
  return problem && { status: problem.status, code: problem.code, detail: problem.detail };
}
