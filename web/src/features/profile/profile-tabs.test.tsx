import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import type { Profile } from "@/lib/api/types";
import { aMe, aUser, aVideo } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { itTellsHowItGoes, refuse } from "@/test/states";
import PeopleSheet from "./people-sheet";
import { type ProfileTab, ProfileTabs } from "./profile-tabs";

const me = aMe();
const ana: Profile = { ...aMe("ana"), id: "user-ana" };
const nothing = { items: [], nextCursor: null };
const some = { items: [aVideo("v1")], nextCursor: null };

const show = (tab: ProfileTab, profile: Profile = me) =>
  renderApp(<ProfileTabs profile={profile} tab={tab} first={null} />, { me });

describe.each([
  ["videos", "*/api/users/me/videos", "No clips yet."],
  ["likes", "*/api/users/me/likes", "No liked clips yet."],
  ["saves", "*/api/users/me/saves", "Clips you save are kept here. Only you see them."],
  ["history", "*/api/users/me/history", "You have not watched anything yet."],
] as const)("one's own", (tab, path, words) => {
  itTellsHowItGoes(tab, {
    path,
    draw: () => show(tab),
    full: some,
    shows: /Clip v1/,
    empty: { answer: nothing, words },
  });
});

describe.each(["followers", "following"] as const)("people", (list) => {
  const bela = { ...aUser("bela"), viewer: { following: false, followedBy: false } };
  itTellsHowItGoes(list, {
    path: `*/api/users/ana/${list}`,
    draw: () => renderApp(<PeopleSheet username="ana" list={list} onClose={() => undefined} />),
    full: { items: [bela], nextCursor: null },
    shows: "bela",
    empty: { answer: nothing, words: /nobody|Nobody/ },
  });

  it(`${list} of a private account are not for everybody`, async () => {
    server.use(http.get(`*/api/users/ana/${list}`, refuse(403, "private_account")));
    renderApp(<PeopleSheet username="ana" list={list} onClose={() => undefined} />);
    expect(await screen.findByText("No: private_account.")).toBeVisible();
  });
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
