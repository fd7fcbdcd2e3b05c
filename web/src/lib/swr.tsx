"use client";

import { type ReactNode, useEffect } from "react";
import { SWRConfig } from "swr";
import { read, warmUp } from "@/lib/api/client";
import { ApiProblem } from "@/lib/api/problem";

/** By then the first clip plays, also on a slow line. */
const warmMs = 4_000;

/** Server data on the client. Live events say what changed, so focus does not refetch. */
export function SwrProvider({ children }: { children: ReactNode }) {
  useEffect(() => {
    const timer = setTimeout(warmUp, warmMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <SWRConfig
      value={{
        fetcher: read,
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
