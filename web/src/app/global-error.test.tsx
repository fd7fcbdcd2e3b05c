import { renderToString } from "react-dom/server";
import { fireEvent, render, screen } from "@testing-library/react";
import { rememberCookie } from "@/lib/cookies";
import { localeCookie } from "@/lib/i18n/translate";
import GlobalError from "./global-error";

vi.mock("./globals.css", () => ({}));

afterEach(() => rememberCookie(localeCookie, ""));

it("says it in the language one chose, and lets one try again", () => {
  rememberCookie(localeCookie, "de");
  const reset = vi.fn();
  render(<GlobalError error={new Error("layout")} reset={reset} />, { container: document });
  expect(screen.getByRole("heading")).toHaveTextContent("Diese Seite konnte nicht gezeigt werden.");
  expect(document.documentElement.lang).toBe("de");
  fireEvent.click(screen.getByRole("button", { name: "Erneut versuchen" }));
  expect(reset).toHaveBeenCalledOnce();
});

it("speaks the browser's language, and English where there is no browser", () => {
  vi.spyOn(navigator, "languages", "get").mockReturnValue(["fr-FR", "de-AT"]);
  render(<GlobalError error={new Error("layout")} reset={() => undefined} />, {
    container: document,
  });
  expect(document.documentElement.lang).toBe("de");
  const page = renderToString(<GlobalError error={new Error("x")} reset={() => undefined} />);
  expect(page).toContain("This page could not be shown.");
});
