import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http } from "msw";
import type { ReactNode } from "react";
import { aMe } from "@/test/fixtures";
import { place, router } from "@/test/next";
import { instance } from "@/test/render";
import { server } from "@/test/server";
import { answer, refuse } from "@/test/states";
import SiteLayout from "./layout";

const away = refuse(503, "unavailable");
const words = /^We could not read your account/;
const page = () => SiteLayout({ children: "The page" });
/** Its words are a file of their own: nothing is drawn until that is there, which takes a slow machine a while the first time. */
async function show(view: ReactNode) {
  const shown = await act(async () => render(view));
  await waitFor(() => expect(shown.container).not.toBeEmptyDOMElement(), { timeout: 8_000 });
  return shown;
}

let who = away;
beforeEach(() => {
  who = away;
  place.cookies.set("zt_session", "s");
  server.use(
    http.get("*/api/instance", answer(instance)),
    http.get("*/api/users/me", () => who()),
  );
});

it("does not take somebody for a visitor whose account cannot be read, and reads it again", async () => {
  await show(await page());
  expect(screen.getByRole("heading", { name: words })).toBeVisible();
  expect(screen.queryByRole("link", { name: "Log in" })).toBeNull();
  expect(screen.queryByText("The page")).toBeNull();
  const retry = await screen.findByRole("button", { name: "Try again" });
  await waitFor(() => expect(retry).toBeEnabled());
  who = answer(aMe("ana"));
  await userEvent.click(retry);
  expect(await screen.findByText("The page")).toBeVisible();
  expect(screen.getAllByRole("link", { name: "Profile" })[0]).toHaveAttribute("href", "/@ana");
  // What the server drew without knowing them is drawn again.
  expect(router.refresh).toHaveBeenCalled();
});

it("keeps the page of somebody it knows when a later reading fails", async () => {
  who = answer(aMe("ana"));
  const { rerender } = await show(await page());
  who = away;
  const view = await page();
  await act(async () => rerender(view));
  expect(screen.getByText("The page")).toBeVisible();
  expect(screen.queryByText(words)).toBeNull();
});

it("asks for a visitor's page where the session has ended", async () => {
  const view = await page();
  who = refuse(401, "unauthenticated");
  await show(view);
  await waitFor(() => expect(router.refresh).toHaveBeenCalledOnce());
});

it("asks nobody who a visitor is, and takes an ended session for one", async () => {
  who = refuse(401, "unauthenticated");
  const { unmount } = await show(await page());
  expect(screen.getByText("The page")).toBeVisible();
  unmount();
  place.cookies.clear();
  place.cookies.set("zt_device", "d");
  let asked = 0;
  who = () => {
    asked += 1;
    return away();
  };
  await show(await page());
  expect(screen.getByText("The page")).toBeVisible();
  expect(screen.getAllByRole("link", { name: "Log in" })).not.toHaveLength(0);
  expect(asked).toBe(0);
});
