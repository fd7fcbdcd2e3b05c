import axios from "axios";
import { toProblem } from "./problem";

/** The browser's way to the gateway: same origin, cookies only, problems typed. */
export const api = axios.create({
  baseURL: "/api",
  timeout: 20_000,
  headers: { Accept: "application/json, application/problem+json" },
});

// The server's sentences come in the language of the page, which may not be the browser's.
api.interceptors.request.use((config) => {
  config.headers.set("Accept-Language", document.documentElement.lang || "en");
  return config;
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
