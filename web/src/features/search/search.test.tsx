import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http } from "msw";
import { useReducer } from "react";
import { place, router } from "@/test/next";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { answer, itTellsHowItGoes, listOf, never, refuse } from "@/test/states";
import { Search } from "./search";

const show = () => renderApp(<Search />);
const field = () => screen.getByRole("combobox", { name: "Search" });

/** Another address while the page stays, as a link or going back brings it. */
function Place() {
  const [, again] = useReducer((times: number) => times + 1, 0);
  return (
    <>
      <button onClick={again}>Go there</button>
      <Search />
    </>
  );
}

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
    await userEvent.click(await screen.findByRole("option", { name: "#tea" }));
    expect(router.replace).toHaveBeenLastCalledWith("/search?q=tea&type=tags");
  });

  it("lets arrows choose, Enter take and Escape refuse", async () => {
    const items = listOf({ type: "tag", tag: "tea" }, { type: "query", text: "teapot" });
    server.use(http.get("*/api/search/suggest", answer(items)));
    show();
    await userEvent.type(field(), "te");
    const [tea, pot] = await screen.findAllByRole("option");
    expect(field()).toHaveAttribute("aria-expanded", "true");
    expect(field()).toHaveAttribute("aria-controls", screen.getByRole("listbox").id);
    expect(field()).not.toHaveAttribute("aria-activedescendant");
    await userEvent.keyboard("{ArrowUp}");
    expect(field()).toHaveAttribute("aria-activedescendant", pot!.id);
    expect(pot).toHaveAttribute("aria-selected", "true");

    await userEvent.keyboard("{Escape}");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(field()).toHaveAttribute("aria-expanded", "false");
    expect(field()).toHaveValue("te");

    await userEvent.keyboard("{ArrowDown}");
    expect(screen.getByRole("listbox")).toBeVisible();
    await userEvent.keyboard("{ArrowDown}");
    expect(field()).toHaveAttribute("aria-activedescendant", tea!.id);
    await userEvent.keyboard("{Enter}");
    expect(router.replace).toHaveBeenCalledExactlyOnceWith("/search?q=tea&type=tags");
    expect(screen.queryByRole("listbox")).toBeNull();
  });

  it("searches for what is written once a choice is typed over", async () => {
    const items = listOf({ type: "tag", tag: "tea" });
    server.use(http.get("*/api/search/suggest", answer(items)));
    show();
    await userEvent.type(field(), "te");
    await screen.findByRole("option");
    await userEvent.keyboard("{ArrowDown}a{Enter}");
    expect(router.replace).toHaveBeenCalledExactlyOnceWith("/search?q=tea&type=videos");
  });

  it("takes the list away when the field is left", async () => {
    server.use(http.get("*/api/search/suggest", answer(listOf({ type: "tag", tag: "tea" }))));
    show();
    await userEvent.type(field(), "te");
    await screen.findByRole("option");
    await userEvent.tab();
    expect(screen.queryByRole("listbox")).toBeNull();
  });

  it.each([
    ["nothing fits", answer(listOf())],
    ["they do not come", refuse(503, "unavailable")],
    ["they are slow", never],
  ])("searches just as well where %s", async (_, body) => {
    server.use(http.get("*/api/search/suggest", body));
    show();
    await userEvent.type(field(), "tea{Enter}");
    expect(screen.queryByRole("listbox", { name: "Suggestions" })).toBeNull();
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

it("follows the address with its field, but not away from what is typed", async () => {
  place.query = "q=tea";
  server.use(
    http.get("*/api/search", answer(listOf())),
    http.get("*/api/search/suggest", answer(listOf())),
    http.get("*/api/tags/trending", answer(listOf())),
  );
  renderApp(<Place />);
  const go = (query: string) => {
    place.query = query;
    fireEvent.click(screen.getByRole("button", { name: "Go there" }));
  };
  go("");
  expect(field()).toHaveValue("");
  go("q=rain");
  expect(field()).toHaveValue("rain");
  // The place comes later than the next letters.
  await userEvent.type(field(), " drum{Enter}s");
  go("q=rain%20drum");
  expect(field()).toHaveValue("rain drums");
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
