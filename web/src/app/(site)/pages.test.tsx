import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http } from "msw";
import type { Profile } from "@/lib/api/types";
import { aMe, aUser, aVideo } from "@/test/fixtures";
import { place, router } from "@/test/next";
import { renderPage } from "@/test/page";
import { instance } from "@/test/render";
import { server } from "@/test/server";
import { answer, listOf, refuse } from "@/test/states";
import ProfilePage from "./[handle]/page";
import ClipNotFound from "./[handle]/video/[id]/not-found";
import WatchPage from "./[handle]/video/[id]/page";
import AdminPage from "./admin/page";
import DiscoverPage from "./discover/page";
import Following from "./following/page";
import InboxPage from "./inbox/page";
import ClipStatisticsPage from "./studio/[id]/page";
import StudioPage from "./studio/page";
import TagPage from "./tag/[tag]/page";

const soon = refuse(503, "unavailable");
const notFound = "NEXT_HTTP_ERROR_FALLBACK;404";

/** The page says what is wrong, and its button asks the server for the page once more. */
async function offersAnotherTry() {
  expect(screen.getByText("No: unavailable.")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(router.refresh).toHaveBeenCalledOnce();
}

describe("discover", () => {
  const show = () => renderPage(() => DiscoverPage());
  beforeEach(() => server.use(http.get("*/api/users/suggested", answer(listOf()))));

  it("says when there is no clip yet", async () => {
    server.use(http.get("*/api/discover", answer({ tags: [], latest: [] })));
    await show();
    expect(screen.getByText("There are no clips here yet.")).toBeVisible();
    expect(screen.getByRole("link", { name: "Upload the first one" })).toBeVisible();
  });

  it("says what went wrong", async () => {
    server.use(http.get("*/api/discover", soon));
    await show();
    await offersAnotherTry();
  });

  it("goes without people to follow while there are none, and says when they do not load", async () => {
    server.use(
      http.get("*/api/discover", answer({ tags: [], latest: [aVideo("v1")] })),
      http.get("*/api/users/suggested", soon),
    );
    await show();
    expect(screen.getByRole("link", { name: /Clip v1/ })).toBeVisible();
    await offersAnotherTry();
  });

  it("names people to follow before anything is fetched by the page itself", async () => {
    const person = { ...aUser("bela"), reason: { code: "new", params: {}, text: "New here" } };
    server.use(
      http.get("*/api/discover", answer({ tags: [], latest: [aVideo("v1")] })),
      http.get("*/api/users/suggested", answer(listOf(person))),
    );
    await show();
    expect(screen.getByText("New here")).toBeVisible();
  });
});

describe("tag", () => {
  const show = () => renderPage(() => TagPage({ params: Promise.resolve({ tag: "tea" }) }));
  const clips = "*/api/tags/tea/videos";
  beforeEach(() => server.use(http.get("*/api/tags/tea", answer({ tag: "tea", videos: 0 }))));

  it("says when no clip carries it", async () => {
    server.use(http.get(clips, answer(listOf())));
    await show();
    expect(screen.getByText("No clips carry this tag yet.")).toBeVisible();
  });

  it("says when its clips do not load, and brings them", async () => {
    let body = soon;
    server.use(http.get(clips, () => body()));
    await show();
    const again = await screen.findByRole("button", { name: "Try again" });
    body = answer(listOf(aVideo("v1")));
    await userEvent.click(again);
    expect(await screen.findByRole("link", { name: /Clip v1/ })).toBeVisible();
  });

  it("takes a follow back that was refused, and says why", async () => {
    server.use(
      http.get(clips, answer(listOf())),
      http.put("*/api/tags/tea/follow", refuse(429, "too_many")),
    );
    await renderPage(() => TagPage({ params: Promise.resolve({ tag: "tea" }) }), { me: aMe() });
    const follow = screen.getByRole("button", { name: /Follow/ });
    await userEvent.click(follow);
    expect(await screen.findByText("No: too_many.")).toBeInTheDocument();
    expect(follow).toHaveAttribute("aria-pressed", "false");
  });
});

describe("profile", () => {
  const ana: Profile = { ...aMe("ana"), id: "user-ana" };
  const show = () =>
    renderPage(
      () =>
        ProfilePage({
          params: Promise.resolve({ handle: "%40ana" }),
          searchParams: Promise.resolve({}),
        }),
      { me: aMe() },
    );

  it("keeps a private account's clips to its followers, and still lets one ask", async () => {
    server.use(
      http.get("*/api/users/ana", answer({ ...ana, isPrivate: true })),
      http.get("*/api/users/ana/videos", refuse(403, "private_account")),
    );
    await show();
    expect(screen.getByText("@ana shows clips to followers only.")).toBeVisible();
    expect(screen.getByRole("button", { name: /Follow/ })).toBeEnabled();
    expect(screen.queryByRole("link", { name: "Likes" })).toBeNull();
  });

  it("shows nothing of somebody one has blocked", async () => {
    server.use(
      http.get("*/api/users/ana", answer({ ...ana, viewer: { ...ana.viewer, blocked: true } })),
      http.get("*/api/users/ana/videos", answer(listOf(aVideo("v1")))),
    );
    await show();
    expect(screen.getByText("You blocked @ana.")).toBeVisible();
    expect(screen.queryByRole("link", { name: /Clip v1/ })).toBeNull();
  });

  it("is not there for who is unknown, or has blocked the viewer", async () => {
    server.use(
      http.get("*/api/users/ana", refuse(404, "not_found")),
      http.get("*/api/users/ana/videos", refuse(404, "not_found")),
    );
    await expect(show()).rejects.toThrow(notFound);
  });

  it("says what went wrong", async () => {
    server.use(http.get("*/api/users/ana", soon), http.get("*/api/users/ana/videos", soon));
    await show();
    await offersAnotherTry();
  });
});

describe("watch page", () => {
  const show = () =>
    renderPage(() =>
      WatchPage({
        params: Promise.resolve({ handle: "%40ana", id: "v1" }),
        searchParams: Promise.resolve({}),
      }),
    );
  const clip = "*/api/videos/v1";

  it("leads to the author of a clip for followers", async () => {
    server.use(http.get(clip, refuse(403, "followers_only", { author: aUser("ana") })));
    await show();
    expect(screen.getByText("ana shows this clip to followers only.")).toBeVisible();
    expect(screen.getByRole("link", { name: "See the profile" })).toHaveAttribute("href", "/@ana");
  });

  it("says why it may not be seen otherwise, and leads on", async () => {
    server.use(http.get(clip, refuse(403, "forbidden")));
    await show();
    expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
    expect(screen.getByRole("link", { name: "For you" })).toHaveAttribute("href", "/");
  });

  it("says what went wrong", async () => {
    server.use(http.get(clip, soon));
    await show();
    await offersAnotherTry();
  });

  it.each([
    ["unknown", refuse(404, "not_found")],
    ["gone", refuse(410, "gone")],
    ["malformed", refuse(400, "invalid")],
    [
      "removed, its author too",
      answer(aVideo("v1", { removal: { reason: "spam", text: "Removed.", at: "2026-11-01" } })),
    ],
  ])("is not there when it is %s", async (_, body) => {
    server.use(http.get(clip, body));
    await expect(show()).rejects.toThrow(notFound);
  });

  it("goes to the address of the author it belongs to", async () => {
    server.use(
      http.get(clip, answer(aVideo("v1", { author: aUser("bela"), url: "/@bela/video/v1" }))),
    );
    await expect(show()).rejects.toThrow("NEXT_REDIRECT");
  });

  it("says that a clip is gone as a page of its own", async () => {
    await renderPage(() => ClipNotFound(), {
      instance: { ...instance, contact: "help@test.example" },
    });
    expect(screen.getByRole("heading")).toHaveTextContent("This clip is no longer available.");
    expect(screen.getByText("Testville · Questions: help@test.example")).toBeVisible();
    expect(screen.getByRole("link", { name: "For you" })).toHaveAttribute("href", "/");
  });
});

describe("who may", () => {
  const part = (name?: string) => ({ searchParams: Promise.resolve({ part: name }) });

  it.each(["user", null] as const)("administer: not %s", async (role) => {
    if (role) place.cookies.set("zt_session", "s");
    server.use(http.get("*/api/users/me", answer({ ...aMe(), role })));
    await expect(renderPage(() => AdminPage(part()))).rejects.toThrow(notFound);
  });

  it("administer: what is not known of somebody signed in is no refusal", async () => {
    place.cookies.set("zt_session", "s");
    server.use(http.get("*/api/users/me", soon));
    await renderPage(() => AdminPage(part()));
    await offersAnotherTry();
  });

  it("see whom they follow: what is not known of somebody signed in does not log them out", async () => {
    place.cookies.set("__Host-zt_session", "s");
    server.use(http.get("*/api/users/me", soon));
    await renderPage(() => Following());
    expect(screen.queryByRole("link", { name: "Log in" })).toBeNull();
    await offersAnotherTry();
  });

  it("administer: a moderator, who cannot change the place", async () => {
    place.cookies.set("zt_session", "s");
    const moderator = { ...aMe(), role: "moderator" as const };
    server.use(
      http.get("*/api/users/me", answer(moderator)),
      http.get("*/api/reports", answer(listOf())),
      http.get("*/api/admin/users", answer(listOf())),
    );
    const view = await renderPage(() => AdminPage(part()), { me: moderator });
    expect(screen.getByRole("heading", { name: "Reports" })).toBeVisible();
    expect(screen.getByRole("link", { name: "People" })).toBeVisible();
    expect(screen.queryByRole("link", { name: "Invites" })).toBeNull();
    view.unmount();
    await renderPage(() => AdminPage(part("place")), { me: moderator });
    expect(screen.getByRole("heading", { name: "Reports" })).toBeVisible();
  });

  it.each([
    ["inbox", () => InboxPage()],
    ["studio", () => StudioPage()],
  ])("%s: asks a visitor to log in", async (_, page) => {
    await renderPage(page);
    await userEvent.click(screen.getByRole("button", { name: "Log in" }));
    expect(screen.getByRole("dialog", { name: "Log in" })).toBeVisible();
  });

  it("statistics: only the author, and a stumbling server is no stranger", async () => {
    const show = () =>
      renderPage(() => ClipStatisticsPage({ params: Promise.resolve({ id: "v1" }) }));
    server.use(http.get("*/api/videos/v1", answer(aVideo("v1"))));
    await expect(show()).rejects.toThrow(notFound);
    server.use(http.get("*/api/videos/v1", soon));
    await show();
    await offersAnotherTry();
  });
});
