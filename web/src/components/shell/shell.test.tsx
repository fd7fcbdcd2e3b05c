import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { aMe } from "@/test/fixtures";
import { place } from "@/test/next";
import { renderApp } from "@/test/render";
import { Shell } from "./shell";

const show = (me = null as ReturnType<typeof aMe> | null) => renderApp(<Shell>Here</Shell>, { me });
const bars = () => screen.getAllByRole("navigation", { name: "Main" });

it("says while the line is gone that it is, and keeps the page", async () => {
  const online = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  show();
  expect(screen.getByText(/You are offline/)).toBeVisible();
  expect(screen.getByRole("main")).toHaveTextContent("Here");
  online.mockReturnValue(true);
  fireEvent.online(window);
  await waitFor(() => expect(screen.queryByText(/You are offline/)).toBeNull());
  online.mockReturnValue(false);
  fireEvent.offline(window);
  expect(await screen.findByText(/You are offline/)).toBeVisible();
});

it("leads a visitor to logging in", () => {
  show();
  expect(bars()).toHaveLength(2);
  for (const bar of bars()) {
    expect(within(bar).getByRole("link", { name: "Log in" })).toHaveAttribute("href", "/log-in");
  }
});

it("tells how much is unread in words, and where one is", () => {
  place.path = "/inbox";
  show({ ...aMe(), unread: 120 });
  for (const bar of bars()) {
    const inbox = within(bar).getByRole("link", { name: /120/ });
    expect(inbox).toHaveAttribute("aria-current", "page");
    expect(inbox).toHaveTextContent("99+");
    expect(within(bar).getByRole("link", { name: "Profile" })).toHaveAttribute("href", "/@me");
  }
});

it("lets one skip the bar", () => {
  show();
  const skip = screen.getByRole("link", { name: "Skip to content" });
  expect(document.querySelector(skip.getAttribute("href")!)).toBe(screen.getByRole("main"));
});
