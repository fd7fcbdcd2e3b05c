import "server-only";
import { cookies } from "next/headers";
import { cache } from "react";
import { type PlainProblem, plain } from "@/lib/api/plain-problem";
import { load } from "@/lib/api/server";
import type { Me } from "@/lib/api/types";
import { url } from "@/lib/api/url";

/** The session's cookie as the gateway names it: over https it is bound to this host. */
const sessionCookies = ["zt_session", "__Host-zt_session"];

interface Viewer {
  /** The signed-in person, or null. */
  me: Me | null;
  /** Somebody is signed in, but who could not be read just now: they are no visitor. */
  problem: PlainProblem | null;
}

/** Who asks for this page. A visitor without a session costs no call. */
export const getViewer = cache(async (): Promise<Viewer> => {
  const jar = await cookies();
  if (!sessionCookies.some((name) => jar.get(name))) return { me: null, problem: null };
  const { data, problem } = await load(url("/users/me"));
  return { me: data, problem: problem?.transient ? plain(problem) : null };
});
