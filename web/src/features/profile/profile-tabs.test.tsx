import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, delay, http } from "msw";
import type { Profile } from "@/lib/api/types";
import { aMe, aVideo } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { type ProfileTab, ProfileTabs } from "./profile-tabs";

const me = aMe();
const ana: Profile = { ...aMe("ana"), id: "user-ana" };
const nothing = { items: [], nextCursor: null };
const some = { items: [aVideo("v1")], nextCursor: null };

const show = (tab: ProfileTab, profile: Profile = me) =>
  renderApp(<ProfileTabs profile={profile} tab={tab} first={null} />, { me });

it.each([
  ["videos", "*/api/users/me/videos", "No clips yet."],
  ["likes", "*/api/users/me/likes", "No liked clips yet."],
  ["saves", "*/api/users/me/saves", "Clips you save are kept here. Only you see them."],
  ["history", "*/api/users/me/history", "You have not watched anything yet."],
] as const)("%s: empty, failing, loading", async (tab, path, words) => {
  let answer: () => Response | Promise<Response> = () => HttpResponse.json(nothing);
  server.use(http.get(path, () => answer()));
  const empty = show(tab);
  expect(await screen.findByText(words)).toBeVisible();
  empty.unmount();

  answer = () => HttpResponse.json({ code: "unavailable" }, { status: 503 });
  const failing = show(tab);
  const again = await screen.findByRole("button", { name: "Try again" });
  answer = () => HttpResponse.json(some);
  await userEvent.click(again);
  expect(await screen.findByRole("link", { name: /Clip v1/ })).toBeVisible();
  failing.unmount();

  answer = async () => {
    await delay("infinite");
    return HttpResponse.json(nothing);
  };
  show(tab);
  expect(await screen.findByText("Loading")).toBeInTheDocument();
});

it("keeps somebody else's saves and history out of sight, and says it when likes are hidden", async () => {
  server.use(
    http.get("*/api/users/ana/likes", () =>
      HttpResponse.json({ code: "forbidden" }, { status: 403 }),
    ),
  );
  show("likes", ana);
  expect(await screen.findByText("@ana keeps likes private.")).toBeVisible();
  expect(screen.queryByRole("link", { name: "Saved" })).toBeNull();
  expect(screen.queryByRole("link", { name: "History" })).toBeNull();
});

it("leads on through the list one came from", async () => {
  server.use(http.get("*/api/users/ana/likes", () => HttpResponse.json(some)));
  show("likes", ana);
  expect(await screen.findByRole("link", { name: /Clip v1/ })).toHaveAttribute(
    "href",
    "/@ana/video/v1?from=likes%3Aana",
  );
});

it("forgets what was watched only after it was asked", async () => {
  const cleared = vi.fn();
  server.use(
    http.get("*/api/users/me/history", () => HttpResponse.json(some)),
    http.delete("*/api/users/me/history", () => {
      cleared();
      return new HttpResponse(null, { status: 204 });
    }),
  );
  show("history");
  await userEvent.click(await screen.findByRole("button", { name: "Clear history" }));
  expect(cleared).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("button", { name: "Clear history" }));
  await waitFor(() => expect(cleared).toHaveBeenCalledOnce());
  expect(await screen.findByText("You have not watched anything yet.")).toBeVisible();
});
