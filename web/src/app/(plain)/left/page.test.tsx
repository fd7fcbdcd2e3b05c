import { screen } from "@testing-library/react";
import { renderPage } from "@/test/page";
import LeftPage from "./page";

const show = (until?: string) =>
  renderPage(() => LeftPage({ searchParams: Promise.resolve({ until }) }));

it("says until when a deleted account can come back", async () => {
  await show("2026-12-24T10:00:00Z");
  expect(screen.getByRole("heading")).toHaveTextContent(
    "Your account is hidden and will be deleted on Dec 24, 2026. Log in before then to keep it.",
  );
  expect(screen.getByRole("link", { name: "Log in" })).toBeVisible();
});

it("believes no address that is not a date", async () => {
  await show("tomorrow <b>");
  expect(screen.getByRole("heading")).toHaveTextContent("Your account is hidden");
});
