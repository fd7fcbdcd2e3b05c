import { read, request } from "./client";
import type { Answer, Args, Method, RouteOf } from "./routes";
import { fill, type Url } from "./url";

type Sent = Parameters<typeof fill>[1] & { body?: unknown; headers?: Record<string, string> };

async function send<T>(method: Method, route: string, given: Sent = {}): Promise<T> {
  const { body, headers } = given;
  const { data } = await request<T>({ method, url: fill(route, given), data: body, headers });
  return data;
}

const verb =
  <M extends Method>(method: M) =>
  <R extends RouteOf<M>>(route: R, ...[given]: Args<M, R>): Promise<Answer<M, R>> =>
    send(method, route, given);

/** The browser's way to the gateway: same origin, cookies only, problems typed. */
export const gateway = {
  read: <T>(at: Url<T>): Promise<T> => read<T>(at),
  post: verb("post"),
  put: verb("put"),
  patch: verb("patch"),
  delete: verb("delete"),
  /** Most of what can be on or off is PUT and DELETE of one route. */
  turn: <R extends RouteOf<"put"> & RouteOf<"delete">>(
    on: boolean,
    route: R,
    ...[given]: Args<"put", R> & Args<"delete", R>
  ): Promise<Answer<"put", R>> => send(on ? "put" : "delete", route, given),
};

/** Makes a repeated POST harmless (api.md: Idempotency-Key). */
export function once(key: string) {
  return { "Idempotency-Key": key };
}
