import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import type { Profile } from "@/lib/api/types";
import { actedElsewhere } from "@/lib/store/overlay-slice";
import { togglable } from "@/lib/store/togglable";
import { aMe } from "@/test/fixtures";
import { router } from "@/test/next";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { ProfileHeader } from "./profile-header";

const me = aMe();
function ana(change: Partial<Profile> = {}, viewer: Partial<Profile["viewer"]> = {}): Profile {
  const profile = aMe("ana");
  return { ...profile, id: "user-ana", ...change, viewer: { ...profile.viewer, ...viewer } };
}

it("offers to unblock whom one blocked, and not to follow them", async () => {
  let asked = "";
  server.use(
    http.all("*/api/users/ana/block", ({ request }) => {
      asked = request.method;
      return new HttpResponse(null, { status: 204 });
    }),
  );
  renderApp(<ProfileHeader profile={ana({}, { blocked: true })} />, { me });
  expect(screen.queryByRole("button", { name: /Follow/ })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Unblock @ana" }));
  await waitFor(() => expect(asked).toBe("DELETE"));
  await waitFor(() => expect(router.refresh).toHaveBeenCalledOnce());
});

it("reads the page again when a private account lets one in", () => {
  const asked = ana({ isPrivate: true }, { requested: true });
  const { store } = renderApp(<ProfileHeader profile={asked} />, { me });
  expect(router.refresh).not.toHaveBeenCalled();
  const now = { on: true, requested: false };
  act(() => void store.dispatch(actedElsewhere({ path: togglable.follow("ana"), now })));
  expect(router.refresh).toHaveBeenCalledOnce();
});

it("leads oneself to one's clips and settings", () => {
  renderApp(<ProfileHeader profile={me} />, { me });
  expect(screen.getByRole("link", { name: "Your clips" })).toHaveAttribute("href", "/studio");
  expect(screen.getByRole("link", { name: "Edit profile" })).toHaveAttribute(
    "href",
    "/settings#profile",
  );
});
