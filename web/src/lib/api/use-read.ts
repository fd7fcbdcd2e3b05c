"use client";

import useSWR, { type SWRConfiguration } from "swr";
import type { Url } from "./url";

/** What the gateway answers there, kept by SWR; null reads nothing yet. */
export function useRead<T>(at: Url<T> | null, options?: SWRConfiguration<T, unknown>) {
  return useSWR<T, unknown>(at, options);
}
