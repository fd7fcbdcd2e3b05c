import axios from "axios";
import { toProblem } from "./problem";

/** The browser's way to the gateway: same origin, cookies only, problems typed. */
export const api = axios.create({
  baseURL: "/api",
  timeout: 20_000,
  headers: { Accept: "application/json, application/problem+json" },
});

api.interceptors.response.use(undefined, (error: unknown) => Promise.reject(toProblem(error)));

/** SWR's fetcher: the key is the path under /api. */
export async function get<T>(path: string): Promise<T> {
  const { data } = await api.get<T>(path);
  return data;
}

/** Makes a repeated POST harmless (api.md: Idempotency-Key). */
export function idempotent(key: string) {
  return { headers: { "Idempotency-Key": key } };
}
