import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, delay, http } from "msw";
import { aUser, aVideo } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { SearchResults, type SearchType } from "./search-results";

const found = { videos: aVideo("v1"), users: aUser("ana"), tags: { tag: "tea", videos: 2 } };

const show = (type: SearchType, filters = "") =>
  renderApp(<SearchResults type={type} query="tea" filters={filters} />);

it.each(["videos", "users", "tags"] as const)("%s: nothing, failing, loading", async (type) => {
  let answer: () => Response | Promise<Response> = () =>
    HttpResponse.json({ items: [], nextCursor: null });
  server.use(http.get("*/api/search", () => answer()));
  const empty = show(type);
  expect(await screen.findByText("Nothing found for “tea”.")).toBeVisible();
  empty.unmount();

  answer = () => HttpResponse.json({ code: "unavailable" }, { status: 503 });
  const failing = show(type);
  const again = await screen.findByRole("button", { name: "Try again" });
  answer = () => HttpResponse.json({ items: [found[type]], nextCursor: null });
  await userEvent.click(again);
  expect(await screen.findByRole("link")).toBeVisible();
  failing.unmount();

  answer = async () => {
    await delay("infinite");
    return HttpResponse.json({});
  };
  show(type);
  expect(await screen.findByText("Loading")).toBeInTheDocument();
});

it("leads on through these results, filters and all", async () => {
  let asked = "";
  server.use(
    http.get("*/api/search", ({ request }) => {
      asked = new URL(request.url).search;
      return HttpResponse.json({ items: [found.videos], nextCursor: null });
    }),
  );
  show("videos", "&sort=recent");
  const tile = await screen.findByRole("link", { name: /Clip v1/ });
  expect(new URL(tile.getAttribute("href")!, "http://x").searchParams.get("from")).toBe(
    "search:q=tea&sort=recent",
  );
  expect(asked).toContain("sort=recent");
});
