import type { Answer, Args, Found, RouteOf, SearchFor, SearchType } from "./routes";

declare const answer: unique symbol;

/** A path under /api that answers a GET with a T; a string for SWR, Axios and the way from server to client. */
export type Url<T> = string & { readonly [answer]: T };

interface Parameters {
  path?: object;
  query?: object;
}

/** A route's template with its parameters in it. */
export function fill(route: string, { path = {}, query = {} }: Parameters = {}): string {
  const values = new Map<string, unknown>(Object.entries(path));
  const place = route.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(values.get(name))),
  );
  const asked = queryOf(query);
  return asked ? `${place}?${asked}` : place;
}

/** Where something is switched on (PUT) and off (DELETE), as `gateway.turn` does. */
export function switchUrl<R extends RouteOf<"put"> & RouteOf<"delete">>(
  route: R,
  path: NonNullable<Args<"put", R>[0]>["path"],
): Url<Answer<"put", R>> {
  return fill(route, { path }) as Url<Answer<"put", R>>;
}

/** A page of a list: the first, or the one a cursor leads to. */
export function onPage<U extends Url<{ nextCursor: string | null }>>(
  list: U,
  cursor: string | null,
  limit?: number,
): U {
  const asked = queryOf({ limit, cursor });
  return (asked ? `${list}${list.includes("?") ? "&" : "?"}${asked}` : list) as U;
}

/** Query parameters in one text. What is undefined, null or "" is not sent. */
export function queryOf(query: object): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query) as [string, unknown][]) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  return search.toString();
}

/** Where something is read: `url("/videos/{id}/comments", { path: { id }, query: { sort: "new" } })`. */
export function url<T extends SearchType>(route: "/search", given: SearchFor<T>): Url<Found[T]>;
export function url<R extends RouteOf<"get">>(
  route: R,
  ...[given]: Args<"get", R>
): Url<Answer<"get", R>>;
export function url(route: string, given?: Parameters) {
  return fill(route, given);
}
