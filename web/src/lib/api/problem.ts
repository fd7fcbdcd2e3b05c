import type { AxiosError } from "axios";
import type { ProblemBody, UserSummary } from "./types";

/** Why a call failed, in one shape: RFC 9457 from the gateway, or `offline` when nothing answered. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  private readonly claimed = new Set<string>();

  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly errors: Record<string, string[]> = {},
    readonly params: Record<string, string | number> = {},
    readonly retryAfterMs: number | null = null,
    readonly traceId: string | null = null,
    /** Whose clip it is that only followers may see (`followers_only`). */
    readonly author: UserSummary | null = null,
  ) {
    super(`${status} ${code}: ${detail}`);
  }

  /** The first message of a field, for the form that sent it and draws it there. */
  field(name: string): string | undefined {
    this.claimed.add(name);
    return this.errors[name]?.[0];
  }

  /** What is wrong with fields that nobody has drawn so far. */
  get elsewhere(): string[] {
    return Object.entries(this.errors).flatMap(([name, said]) =>
      this.claimed.has(name) ? [] : said.slice(0, 1),
    );
  }

  /** Worth trying again unchanged: nothing answered, or the answer said later. */
  get transient(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** What stands between may answer in its own words: any part can be missing. */
function isProblemBody(data: unknown): data is Partial<ProblemBody> {
  return typeof data === "object" && data !== null && ("code" in data || "title" in data);
}

/** Axios's own test, without Axios: this file is part of the first load. */
const isAxiosError = (error: unknown): error is AxiosError =>
  typeof error === "object" && error !== null && "isAxiosError" in error;

export function toProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (!isAxiosError(error)) return new ApiProblem(0, "unexpected", String(error));
  const { response } = error;
  if (!response) return new ApiProblem(0, "offline", error.message);
  const body = isProblemBody(response.data) ? response.data : {};
  const retryAfter = Number(response.headers["retry-after"]);
  return new ApiProblem(
    response.status,
    // Without a problem of ours it was a proxy in between that answered, in no words of ours.
    body.code ?? "unexpected",
    body.detail ?? body.title ?? "",
    body.errors,
    body.params,
    Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter * 1000 : null,
    body.traceId ?? null,
    body.author ?? null,
  );
}
