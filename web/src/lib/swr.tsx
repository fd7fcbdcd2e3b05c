"use client";

import type { ReactNode } from "react";
import { SWRConfig } from "swr";
import { get } from "@/lib/api/client";
import { ApiProblem } from "@/lib/api/problem";

/** Server data on the client. Live events say what changed, so focus does not refetch. */
export function SwrProvider({ children }: { children: ReactNode }) {
  return (
    <SWRConfig
      value={{
        fetcher: get,
        revalidateOnFocus: false,
        revalidateIfStale: true,
        dedupingInterval: 2_000,
        shouldRetryOnError: (error) => error instanceof ApiProblem && error.transient,
        errorRetryInterval: 3_000,
        errorRetryCount: 5,
        loadingTimeout: 3_000,
      }}
    >
      {children}
    </SWRConfig>
  );
}
