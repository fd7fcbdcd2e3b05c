import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { aMe } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { Watching } from "./watching";

const keys = () => screen.findByRole("switch", { name: /^Keys in the feed/ });

it("lets a visitor switch the keys off, and remembers it on this device", async () => {
  const first = renderApp(<Watching />);
  expect(await keys()).toBeChecked();
  await userEvent.click(await keys());
  expect(await keys()).not.toBeChecked();
  expect(first.store.getState().player.shortcuts).toBe(false);
  first.unmount();

  renderApp(<Watching />);
  expect(await keys()).not.toBeChecked();
});

it("tells the account, whose other devices then know", async () => {
  const told = vi.fn();
  const me = aMe();
  server.use(
    http.patch("*/api/users/me", async ({ request }) => {
      told(await request.json());
      return HttpResponse.json({ ...me, settings: { ...me.settings, captions: true } });
    }),
  );
  renderApp(<Watching />, { me });
  await userEvent.click(await screen.findByRole("switch", { name: /^Captions/ }));
  await vi.waitFor(() => expect(told).toHaveBeenCalledWith({ settings: { captions: true } }));
});
