import type { AxiosInstance, AxiosRequestConfig, AxiosResponse } from "axios";
import { ApiProblem } from "./problem";

let loading: Promise<AxiosInstance> | undefined;

/** Axios comes with the first call: 20 kB that no first paint and no first frame wait for. */
function connect(): Promise<AxiosInstance> {
  loading ??= import("./connection").then(
    ({ connection }) => connection,
    (error: unknown) => {
      // The line failed; the next call tries again.
      loading = undefined;
      throw new ApiProblem(0, "offline", String(error));
    },
  );
  return loading;
}

/** Has the way to the gateway ready before somebody's first tap. */
export function warmUp(): void {
  // What fails here is told by the call that needs it.
  connect().catch(() => undefined);
}

async function request<T>(config: AxiosRequestConfig): Promise<AxiosResponse<T>> {
  return (await connect()).request<T>(config);
}

/** The browser's way to the gateway: same origin, cookies only, problems typed. */
export const api = {
  request,
  get: <T = unknown>(url: string, config?: AxiosRequestConfig) =>
    request<T>({ ...config, method: "GET", url }),
  delete: <T = unknown>(url: string, config?: AxiosRequestConfig) =>
    request<T>({ ...config, method: "DELETE", url }),
  post: <T = unknown>(url: string, data?: unknown, config?: AxiosRequestConfig) =>
    request<T>({ ...config, method: "POST", url, data }),
  put: <T = unknown>(url: string, data?: unknown, config?: AxiosRequestConfig) =>
    request<T>({ ...config, method: "PUT", url, data }),
  patch: <T = unknown>(url: string, data?: unknown, config?: AxiosRequestConfig) =>
    request<T>({ ...config, method: "PATCH", url, data }),
};

/** SWR's fetcher: the key is the path under /api. */
export async function get<T>(path: string): Promise<T> {
  const { data } = await api.get<T>(path);
  return data;
}

/** Makes a repeated POST harmless (api.md: Idempotency-Key). */
export function idempotent(key: string) {
  return { headers: { "Idempotency-Key": key } };
}
