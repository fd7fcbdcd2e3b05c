import "server-only";
import axios from "axios";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { viewerLocale } from "@/lib/i18n/server";
import { type ApiProblem, toProblem } from "./problem";
import type { Url } from "./url";

const gateway = process.env.ZOETROPE_API ?? "http://127.0.0.1:3000";

/** A page must not hang on a slow service: it renders its error state instead. */
const deadlineMs = 5_000;

/** One client per request, speaking for the viewer: their cookies, language and address. */
export const serverApi = cache(async () => {
  const [jar, incoming, locale] = await Promise.all([cookies(), headers(), viewerLocale()]);
  const outgoing: Record<string, string> = {
    Accept: "application/json, application/problem+json",
    "Accept-Language": locale,
    "User-Agent": incoming.get("user-agent") ?? "zoetrope-web",
  };
  const cookie = jar
    .getAll()
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");
  if (cookie) outgoing.Cookie = cookie;
  // The gateway believes the address only together with the cluster's key (api.md, Conventions).
  const address = incoming.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  if (address && process.env.ZOETROPE_WEB_KEY) {
    outgoing["X-Zoetrope-Viewer-Address"] = address;
    outgoing["X-Zoetrope-Web-Key"] = process.env.ZOETROPE_WEB_KEY;
  }
  const traceparent = incoming.get("traceparent");
  if (traceparent) outgoing.traceparent = traceparent;
  return axios.create({ baseURL: `${gateway}/api`, timeout: deadlineMs, headers: outgoing });
});

/** What a server component reads: the data, or why there is none. Never throws. */
export type Loaded<T> = { data: T; problem: null } | { data: null; problem: ApiProblem };

export async function load<T>(at: Url<T>): Promise<Loaded<T>> {
  try {
    const client = await serverApi();
    const { data } = await client.get<T>(at);
    return { data, problem: null };
  } catch (error) {
    return { data: null, problem: toProblem(error) };
  }
}
