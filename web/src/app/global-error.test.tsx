import { renderToString } from "react-dom/server";
import { fireEvent, render, within } from "@testing-library/react";
import { rememberCookie } from "@/lib/cookies";
import { localeCookie } from "@/lib/i18n/translate";
import GlobalError from "./global-error";

vi.mock("./globals.css", () => ({}));

afterEach(() => rememberCookie(localeCookie, ""));

/** It is a whole page, with its own html: drawn into a frame, not over the document that all tests share. */
function renderPage(error: Error, reset = () => undefined as void) {
  const page = document.body.appendChild(document.createElement("iframe")).contentDocument!;
  render(<GlobalError error={error} reset={reset} />, { container: page, baseElement: page.body });
  return page;
}

it("says it in the language one chose, and lets one try again", () => {
  rememberCookie(localeCookie, "de");
  const reset = vi.fn();
  const page = renderPage(new Error("layout"), reset);
  const said = within(page.documentElement);
  expect(said.getByRole("heading")).toHaveTextContent("Diese Seite konnte nicht gezeigt werden.");
  expect(page.documentElement.lang).toBe("de");
  fireEvent.click(said.getByRole("button", { name: "Erneut versuchen" }));
  expect(reset).toHaveBeenCalledOnce();
});

it("speaks the browser's language, and English where there is no browser", () => {
  vi.spyOn(navigator, "languages", "get").mockReturnValue(["fr-FR", "de-AT"]);
  expect(renderPage(new Error("layout")).documentElement.lang).toBe("de");
  const page = renderToString(<GlobalError error={new Error("x")} reset={() => undefined} />);
  expect(page).toContain("This page could not be shown.");
});
