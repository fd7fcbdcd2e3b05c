import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http } from "msw";
import { place, router } from "@/test/next";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { answer, itTellsHowItGoes, listOf, never, refuse } from "@/test/states";
import { Search } from "./search";

const show = () => renderApp(<Search />);
const field = () => screen.getByRole("searchbox");

itTellsHowItGoes("before a search", {
  path: "*/api/tags/trending",
  draw: show,
  full: listOf({ tag: "tea", videos: 3 }),
  shows: "tea",
  empty: { answer: listOf(), words: "Search for clips, people or tags." },
});

describe("while typing", () => {
  beforeEach(() => server.use(http.get("*/api/tags/trending", answer(listOf()))));

  it("offers what it could be, and goes there", async () => {
    server.use(http.get("*/api/search/suggest", answer(listOf({ type: "tag", tag: "tea" }))));
    show();
    await userEvent.type(field(), "te");
    await userEvent.click(await screen.findByRole("button", { name: "#tea" }));
    expect(router.replace).toHaveBeenLastCalledWith("/search?q=tea&type=tags");
  });

  it.each([
    ["nothing fits", answer(listOf())],
    ["they do not come", refuse(503, "unavailable")],
    ["they are slow", never],
  ])("searches just as well where %s", async (_, body) => {
    server.use(http.get("*/api/search/suggest", body));
    show();
    await userEvent.type(field(), "tea{Enter}");
    expect(screen.queryByRole("list", { name: "Suggestions" })).toBeNull();
    await waitFor(() =>
      expect(router.replace).toHaveBeenLastCalledWith("/search?q=tea&type=videos"),
    );
  });
});

it("reads the search from the address, and keeps the field when nothing is found", async () => {
  place.query = "q=tea&type=users";
  server.use(http.get("*/api/search", answer(listOf())));
  show();
  expect(await screen.findByText("Nothing found for “tea”.")).toBeVisible();
  expect(field()).toHaveValue("tea");
});

it("has an address for each kind of result, and marks the one shown", () => {
  server.use(http.get("*/api/search", answer(listOf())));
  place.query = "q=tea&type=users&sort=recent";
  renderApp(<Search />);
  const kinds = within(screen.getByRole("navigation", { name: "Kinds of results" }));
  expect(kinds.getByRole("link", { current: "page" })).toHaveTextContent("People");
  expect(kinds.getByRole("link", { name: "Clips" })).toHaveAttribute(
    "href",
    "/search?q=tea&type=videos&sort=recent",
  );
});
