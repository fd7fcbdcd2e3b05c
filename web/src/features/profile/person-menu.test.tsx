import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import type { Profile } from "@/lib/api/types";
import { aMe } from "@/test/fixtures";
import { router } from "@/test/next";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { refuse } from "@/test/states";
import { PersonMenu } from "./person-menu";

const ana = (muted: boolean): Profile => {
  const profile = aMe("ana");
  return { ...profile, id: "user-ana", viewer: { ...profile.viewer, muted } };
};
const open = () => userEvent.click(screen.getByRole("button", { name: "More about this person" }));

it.each([false, true])("offers what the server does not hold yet (muted: %s)", async (muted) => {
  let asked = "";
  server.use(
    http.all("*/api/users/ana/mute", ({ request }) => {
      asked = request.method;
      return new HttpResponse(null, { status: 204 });
    }),
  );
  renderApp(<PersonMenu profile={ana(muted)} />, { me: aMe() });
  await open();
  await userEvent.click(screen.getByRole("button", { name: muted ? "Unmute @ana" : "Mute @ana" }));
  await waitFor(() => expect(asked).toBe(muted ? "DELETE" : "PUT"));
  // The page is read again: it alone says what holds.
  await waitFor(() => expect(router.refresh).toHaveBeenCalledOnce());
});

it("stays as it was when blocking is refused, and says why", async () => {
  server.use(http.put("*/api/users/ana/block", refuse(429, "too_many")));
  renderApp(<PersonMenu profile={ana(false)} />, { me: aMe() });
  await open();
  await userEvent.click(screen.getByRole("button", { name: "Block @ana" }));
  expect(await screen.findByText("No: too_many.")).toBeInTheDocument();
  expect(router.refresh).not.toHaveBeenCalled();
});
