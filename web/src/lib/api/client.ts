import type { AxiosInstance, AxiosRequestConfig, AxiosResponse } from "axios";
import { nextTask } from "@/lib/next-task";
import { ApiProblem } from "./problem";

let loading: Promise<AxiosInstance> | undefined;

/** Axios comes with the first call: 20 kB that no first paint and no first frame wait for. */
function connect(): Promise<AxiosInstance> {
  loading ??= import("./connection").then(
    async ({ connection }) => {
      // Starting it and its first request would be one long task of a slow phone.
      await nextTask();
      return connection;
    },
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

export async function request<T>(config: AxiosRequestConfig): Promise<AxiosResponse<T>> {
  return (await connect()).request<T>(config);
}

/** SWR's fetcher: the key is the path under /api. */
export async function read<T>(path: string): Promise<T> {
  const { data } = await request<T>({ url: path });
  return data;
}
