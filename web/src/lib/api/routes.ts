// What may be asked of the gateway, from its own OpenAPI document: a wrong path, parameter or body does not compile, and what
// comes back has its type by itself.
import type { paths } from "./document";
import type { Page, Tag, UserSummary, Video } from "./types";

type Routes = { [P in keyof paths as P extends `/api${infer Route}` ? Route : never]: paths[P] };

export type Method = "get" | "put" | "post" | "patch" | "delete";

/** The templates that take this method, without /api. */
export type RouteOf<M extends Method> = {
  [R in keyof Routes]: Routes[R] extends Record<M, object> ? R : never;
}[keyof Routes];

type Operation<M extends Method, R extends RouteOf<M>> =
  Routes[R] extends Record<M, infer O> ? O : never;

type Path<O> = O extends { parameters: { path: infer Names extends object } }
  ? { path: Names }
  : { path?: never };

type Query<O> = O extends { parameters: { query?: never } }
  ? { query?: never }
  : O extends { parameters: { query: infer Q extends object } }
    ? { query: Q }
    : O extends { parameters: { query?: infer Q extends object } }
      ? { query?: Q }
      : never;

/** JSON where the route takes it, else a file as it is. */
type Sent<Content> = Content extends { "application/json": infer Json } ? Json : Blob | string;

type Body<O> = O extends { requestBody?: never }
  ? { body?: never }
  : O extends { requestBody: { content: infer Content } }
    ? { body: Sent<Content> }
    : O extends { requestBody?: { content: infer Content } }
      ? { body?: Sent<Content> }
      : never;

type Given<O> = Path<O> & Query<O> & Body<O> & { headers?: Record<string, string> };

/** What a call of a route takes; nothing where it needs nothing. */
export type Args<M extends Method, R extends RouteOf<M>> =
  object extends Given<Operation<M, R>>
    ? [given?: Given<Operation<M, R>>]
    : [given: Given<Operation<M, R>>];

type Json<Response> = Response extends { content: { "application/json": infer T } } ? T : undefined;

type Success = 200 | 201 | 202 | 204;

export type Answer<M extends Method, R extends RouteOf<M>> =
  Operation<M, R> extends { responses: infer All }
    ? { [S in keyof All & Success]: Json<All[S]> }[keyof All & Success]
    : never;

type SearchQuery = NonNullable<NonNullable<Args<"get", "/search">[0]>["query"]>;
export type SearchType = NonNullable<SearchQuery["type"]>;

/** The one route with several answers: which of them comes is said by the type one asks for. */
export interface Found extends Record<SearchType, Answer<"get", "/search">> {
  videos: Page<Video>;
  users: Page<UserSummary>;
  tags: Page<Tag>;
}

export interface SearchFor<T extends SearchType> {
  query: SearchQuery & { type: T };
}
