import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { signedIn } from "@/lib/store/session-slice";
import { aMe } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { Appearance } from "./appearance";

const screenOf = (me: ReturnType<typeof aMe> | null) => renderApp(<Appearance />, { me });
const choose = () => userEvent.selectOptions(screen.getByLabelText("Language"), "de");

it("tells the account of the language chosen, so that its mail is written in it", async () => {
  const me = aMe();
  const told = vi.fn();
  server.use(
    http.patch("/api/users/me", async ({ request }) => {
      told(await request.json());
      return HttpResponse.json({ ...me, settings: { ...me.settings, locale: "de" } });
    }),
  );
  const { store } = screenOf(me);
  await choose();
  await waitFor(() => expect(store.getState().session.me?.settings.locale).toBe("de"));
  expect(told).toHaveBeenCalledExactlyOnceWith({ settings: { locale: "de" } });
  expect(document.cookie).toContain("zt_locale=de");
});

it("tells the account of the theme chosen, so that other devices follow", async () => {
  const me = aMe();
  const told = vi.fn();
  server.use(
    http.patch("/api/users/me", async ({ request }) => {
      told(await request.json());
      return HttpResponse.json({ ...me, settings: { ...me.settings, theme: "dark" } });
    }),
  );
  const { store } = screenOf(me);
  await userEvent.selectOptions(screen.getByLabelText("Theme"), "dark");
  expect(document.documentElement).toHaveAttribute("data-theme", "dark");
  await waitFor(() => expect(store.getState().session.me?.settings.theme).toBe("dark"));
  expect(told).toHaveBeenCalledExactlyOnceWith({ settings: { theme: "dark" } });
});

it("takes over the theme that was chosen on another device", () => {
  const me = aMe();
  const { store } = screenOf(null);
  expect(screen.getByLabelText("Theme")).toHaveValue("system");
  act(() => void store.dispatch(signedIn({ ...me, settings: { ...me.settings, theme: "light" } })));
  expect(screen.getByLabelText("Theme")).toHaveValue("light");
  expect(document.cookie).toContain("zt_theme=light");
});

it("keeps this device's theme where the account has none", () => {
  const { store } = screenOf(null);
  document.documentElement.dataset.theme = "dark";
  act(() => void store.dispatch(signedIn(aMe())));
  expect(document.documentElement).toHaveAttribute("data-theme", "dark");
});

it("keeps a visitor's choice on the device", async () => {
  screenOf(null);
  await choose();
  expect(document.cookie).toContain("zt_locale=de");
});
