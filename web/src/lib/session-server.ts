import "server-only";
import { cookies } from "next/headers";
import { cache } from "react";
import { load } from "@/lib/api/server";
import type { Me } from "@/lib/api/types";

/** The signed-in person, or null. A visitor without any cookie costs no call. */
export const getMe = cache(async (): Promise<Me | null> => {
  if ((await cookies()).size === 0) return null;
  const { data } = await load<Me>("/users/me");
  return data;
});
