import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import type { SearchType } from "@/lib/api/routes";
import { aUser, aVideo } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { itTellsHowItGoes, listOf } from "@/test/states";
import { readFilters } from "./search-filters";
import { SearchResults } from "./search-results";

const found = { videos: aVideo("v1"), users: aUser("ana"), tags: { tag: "tea", videos: 2 } };

const show = (type: SearchType, filters = "") =>
  renderApp(
    <SearchResults type={type} query="tea" filters={readFilters(new URLSearchParams(filters))} />,
  );

const shown = { videos: /Clip v1/, users: "@ana", tags: "tea" };

describe.each(["videos", "users", "tags"] as const)("results", (type) => {
  itTellsHowItGoes(type, {
    path: "*/api/search",
    draw: () => show(type),
    full: listOf(found[type]),
    shows: shown[type],
    empty: { answer: listOf(), words: "Nothing found for “tea”." },
  });
});

it("leads on through these results, filters and all", async () => {
  let asked = "";
  server.use(
    http.get("*/api/search", ({ request }) => {
      asked = new URL(request.url).search;
      return HttpResponse.json({ items: [found.videos], nextCursor: null });
    }),
  );
  show("videos", "sort=recent");
  const tile = await screen.findByRole("link", { name: /Clip v1/ });
  expect(new URL(tile.getAttribute("href")!, "http://x").searchParams.get("from")).toBe(
    "search:q=tea&sort=recent",
  );
  expect(asked).toContain("sort=recent");
});

it("shows the people found where there is no clip", async () => {
  server.use(
    http.get("*/api/search", ({ request }) => {
      const users = new URL(request.url).searchParams.get("type") === "users";
      return HttpResponse.json({ items: users ? [aUser("ana")] : [], nextCursor: null });
    }),
  );
  show("videos");
  expect(await screen.findByText("@ana")).toBeVisible();
  expect(screen.getByText("No clips for “tea”, but these people.")).toBeVisible();
  expect(screen.queryByText("Nothing found for “tea”.")).toBeNull();
});

it("leads past a search that found nothing", async () => {
  server.use(http.get("*/api/search", () => HttpResponse.json(listOf())));
  show("videos");
  expect(await screen.findByRole("link", { name: "Discover" })).toHaveAttribute(
    "href",
    "/discover",
  );
});
