import { HttpResponse, http } from "msw";
import { describe, expect, expectTypeOf, it } from "vitest";
import { server } from "@/test/server";
import { gateway } from "./gateway";
import type { Answer, Found, SearchType } from "./routes";
import type { Comment, LikeState, Page, Tag, UserSummary, Video } from "./types";
import { fill, type Url, url } from "./url";

describe("url", () => {
  it("puts what it is given where the route wants it", () => {
    expect(
      url("/users/{username}/videos", { path: { username: "a/b?" }, query: { limit: 24 } }),
    ).toBe("/users/a%2Fb%3F/videos?limit=24");
    expect(fill("/search", { query: { q: "two words & more", type: undefined, sort: "" } })).toBe(
      "/search?q=two+words+%26+more",
    );
    expect(url("/users/me")).toBe("/users/me");
  });

  it("knows what answers there, and refuses what the API does not have", () => {
    expectTypeOf(url("/videos/{id}/comments", { path: { id: "v1" } })).toExtend<
      Url<Page<Comment>>
    >();
    // @ts-expect-error a path of nobody
    url("/videos/{id}/coments", { path: { id: "v1" } });
    // @ts-expect-error a parameter left out
    expect(url("/videos/{id}")).toBe("/videos/undefined");
    // @ts-expect-error a query it does not take
    url("/videos/{id}/comments", { path: { id: "v1" }, query: { sort: "best" } });
    // @ts-expect-error a body that lacks the password
    void (() => gateway.post("/auth/login", { body: { login: "ana" } }));
  });

  it("knows by what a search is asked for what it finds", () => {
    const found = <T extends SearchType>(type: T) => url("/search", { query: { q: "tea", type } });
    expect(found("tags")).toBe("/search?q=tea&type=tags");
    expectTypeOf(found("videos")).toEqualTypeOf<Url<Page<Video>>>();
    expectTypeOf(found("users")).toEqualTypeOf<Url<Page<UserSummary>>>();
    expectTypeOf(found("tags")).toEqualTypeOf<Url<Page<Tag>>>();
    // Whatever the document says it may find is one of these.
    expectTypeOf<Answer<"get", "/search">>().toExtend<Found[SearchType]>();
    // @ts-expect-error a kind it does not find
    url("/search", { query: { q: "tea", type: "sounds" } });
  });
});

describe("gateway", () => {
  it("sends what a route takes and gives back its answer", async () => {
    const asked: string[] = [];
    server.use(
      http.all("*/api/*", async ({ request }) => {
        const { pathname, search } = new URL(request.url);
        asked.push(`${request.method} ${pathname}${search} ${await request.text()}`);
        return HttpResponse.json({ liked: true, likes: 3, rev: 1 });
      }),
    );
    const given = { path: { id: "v1" }, query: { seq: 7 } };
    const answer = await gateway.turn(true, "/videos/{id}/like", given);
    await gateway.turn(false, "/videos/{id}/like", given);
    await gateway.patch("/comments/{id}", { path: { id: "c1" }, body: { text: "Hm" } });
    expectTypeOf(answer).toEqualTypeOf<LikeState>();
    expect(answer.likes).toBe(3);
    expect(asked).toEqual([
      "PUT /api/videos/v1/like?seq=7 ",
      "DELETE /api/videos/v1/like?seq=7 ",
      'PATCH /api/comments/c1 {"text":"Hm"}',
    ]);
  });
});
