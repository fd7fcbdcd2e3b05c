import type { Page } from "@playwright/test";
import { faults } from "./support/axe.ts";
import { plays, watched } from "./support/screen.ts";
import { type Person, admin, expect, password, test } from "./support/test.ts";

/** Looks at one screen after the other, with axe, and collects what it finds. */
function watch() {
  const found: string[] = [];
  async function look(
    page: Page,
    screen: string,
    path: string | null,
    ready: () => Promise<unknown>,
  ) {
    await test.step(screen, async () => {
      if (path) await page.goto(path);
      await ready();
      found.push(...(await faults(page, screen)));
    });
  }
  return { found, look };
}

const shows = (page: Page, words: string | RegExp) => () =>
  expect(page.getByText(words).filter({ visible: true }).first()).toBeVisible();
const has = (page: Page, selector: string) => () =>
  expect(page.locator(selector).filter({ visible: true }).first()).toBeVisible();

/** While accounts are looked at first, whoever comes without an invite waits. */
async function asksToBeLetIn(stranger: Person, keeper: Person) {
  const registration = (mode: string) =>
    keeper.api("PUT", "/admin/instance", { registration: mode });
  await registration("approval");
  try {
    const zora = { username: "zora", email: "zora@example.org", password };
    await expect(stranger.api("POST", "/auth/register", zora)).rejects.toThrow(/awaiting_approval/);
  } finally {
    await registration("invite");
  }
}

test("what everybody sees passes axe in both themes", async ({ instance, signedUp, visitor }) => {
  test.setTimeout(360_000);
  const [author, member, passer] = [await signedUp("ida"), await signedUp("jon"), await visitor()];
  const clip = await author.post(await instance.clips.small(140), "Slits in the drum #optics");
  const comment = await member.api<{ id: string }>("POST", `/videos/${clip.id}/comments`, {
    text: "It moves @everyone",
  });
  await author.api("POST", `/videos/${clip.id}/comments`, {
    text: "It does",
    parentId: comment.id,
  });
  await member.api("PUT", `/videos/${clip.id}/like`);
  await member.api("PUT", `/users/${author.username}/follow`);

  const { found, look } = watch();
  const out = passer.page;
  await look(out, "watch page", clip.url, () => plays(out));
  await look(out, "share sheet", null, async () => {
    await watched(out)
      .getByRole("button", { name: /^Share/ })
      .click();
    await shows(out, "Copy link")();
  });
  await look(out, "log-in sheet", clip.url, async () => {
    await watched(out).getByRole("button", { name: /^Like/ }).click();
    await shows(out, "Log in to like")();
    await has(out, "dialog form")();
  });
  await look(out, "log in", "/log-in", shows(out, "Log in to"));
  await look(out, "sign up", `/join/${await instance.inviteCode()}`, shows(out, "You are invited"));
  await look(out, "setup without a link", "/setup", shows(out, /\w/));
  await look(out, "not found", "/nowhere/at/all", shows(out, /\w/));
  await look(out, "about", "/about", () =>
    expect(out.getByRole("heading", { name: "Lantern House" })).toBeVisible(),
  );
  await look(out, "embed", `/embed/${clip.id}`, () => expect(out.locator("video")).toBeVisible());

  const { page } = member;
  await look(page, "for you", "/", () => plays(page));
  await look(page, "comments", clip.url, async () => {
    await watched(page).getByRole("button", { name: "2 comments" }).click();
    await shows(page, "It moves")();
    await page.getByRole("button", { name: "Show 1 reply" }).click();
    await shows(page, "It does")();
  });
  await look(page, "more", "/", async () => {
    await plays(page);
    await watched(page)
      .getByRole("group", { name: "Actions" })
      .getByRole("button", { name: "More" })
      .click();
    await shows(page, "Not interested")();
  });
  await look(page, "why", null, async () => {
    await page.getByRole("button", { name: "Why am I seeing this" }).click();
    await shows(page, "Together")();
  });
  await look(page, "following", "/following", () => plays(page));
  await look(page, "discover", "/discover", shows(page, "Latest"));
  await look(page, "search", "/search", () =>
    expect(page.getByRole("heading", { name: "Search", level: 1 })).toBeVisible(),
  );
  await look(page, "results", "/search?q=drum", () =>
    expect(page.getByRole("link", { name: /Slits in the drum/ }).first()).toBeVisible(),
  );
  await look(page, "tag", "/tag/optics", () =>
    expect(page.getByRole("link", { name: /Slits in the drum/ })).toBeVisible(),
  );
  await look(page, "profile", `/@${author.username}`, () =>
    expect(page.getByRole("link", { name: /Slits in the drum/ })).toBeVisible(),
  );
  await look(page, "own empty profile", `/@${member.username}`, shows(page, `@${member.username}`));
  await look(page, "inbox with one reply", "/inbox", shows(page, "replied to you"));
  await look(page, "settings", "/settings", shows(page, "Where you are logged in"));
  await look(page, "upload", "/upload", shows(page, "Choose clips"));
  await look(page, "upload under way", null, async () => {
    await page.getByLabel("Choose clips").setInputFiles(await instance.clips.small(140));
    await shows(page, "Sent")();
  });
  await look(author.page, "inbox", "/inbox", shows(author.page, "commented on your clip"));

  expect(found).toEqual([]);
});

test("what is gone, fails or ends passes axe in both themes", async ({
  instance,
  signedUp,
  visitor,
}) => {
  test.setTimeout(360_000);
  const [author, nobody, unlucky] = [
    await signedUp("ula"),
    await signedUp("vito"),
    await signedUp("wim"),
  ];
  const clip = await author.post(await instance.clips.small(10), "One turn of the drum");
  await unlucky.api("PUT", `/users/${author.username}/follow`);
  const { found, look } = watch();

  const out = (await visitor()).page;
  await look(out, "unknown person", "/@nobody_here_1", has(out, "main h1"));
  await look(
    out,
    "unknown clip",
    `/@${author.username}/video/${clip.id.slice(0, -4)}0000`,
    has(out, "main h1"),
  );
  await look(out, "offline", "/offline", has(out, "main h1"));
  await look(out, "forgot", "/forgot", has(out, "h1"));
  await look(out, "reset", "/reset", has(out, "h1"));
  await look(out, "verify", "/verify", has(out, "h1"));
  await look(out, "latest", "/latest", () => plays(out));
  await look(out, "settings, a visitor", "/settings", has(out, "[role=switch]"));
  await look(out, "upload, a visitor", "/upload", has(out, "main svg"));
  await look(out, "inbox, a visitor", "/inbox", has(out, "main svg"));
  await look(out, "following, a visitor", "/following", has(out, "main svg"));

  const { page } = nobody;
  await look(page, "topics to pick", "/", has(page, "aside"));
  await look(page, "following nobody", "/following", has(page, "main svg"));
  await look(page, "empty inbox", "/inbox", has(page, "h1"));
  await look(page, "nothing found", "/search?q=xyzzyq", has(page, "main svg rect"));
  for (const tab of ["likes", "saves", "history"]) {
    await look(page, `no ${tab}`, `/@${nobody.username}?tab=${tab}`, has(page, "h1"));
  }
  await look(page, "no clips of one's own", "/studio", has(page, "h1"));

  const broken = unlucky.page;
  await look(broken, "the end of a feed", "/following", async () => {
    await plays(broken);
    await broken.keyboard.press("ArrowDown");
    await expect(broken.getByText("That was the last clip here.")).toBeInViewport();
  });
  unlucky.expected.push(/./);
  const answers = { status: 503, body: "{}" };
  await broken.route("**/api/**", (route) =>
    route.fulfill({ contentType: "application/json", ...answers }),
  );
  await look(broken, "failing inbox", "/inbox", has(broken, "main svg rect"));
  await look(broken, "failing search", "/search?q=drum", has(broken, "main svg rect"));
  // An answer nobody expected: what draws it breaks.
  Object.assign(answers, { status: 200, body: '{"items":[null],"nextCursor":null}' });
  await look(broken, "a page that broke", "/inbox", shows(broken, /^Lantern House: /));

  expect(found).toEqual([]);
});

test("what authors and those who run the place see passes axe in both themes", async ({
  instance,
  signedUp,
  visitor,
}) => {
  test.setTimeout(480_000);
  const invite = await instance.inviteCode();
  const author = await signedUp("xenia");
  const fan = await signedUp("yann");
  const clip = await author.post(await instance.clips.small(300), "Paper strips #optics");
  const other = await fan.post(await instance.clips.small(330), "A lamp behind them");
  await author.api("PATCH", "/users/me", { onboarded: true });
  await fan.api("PUT", `/users/${author.username}/follow`);
  await author.api("PUT", `/videos/${other.id}/like`);
  await author.api("PUT", `/videos/${other.id}/save`);
  const { found, look } = watch();

  const { page } = author;
  await look(page, "own profile", `/@${author.username}`, has(page, "main li img"));
  await look(page, "followers", null, async () => {
    await page.locator("header ul button").first().click();
    await has(page, "dialog a")();
  });
  for (const tab of ["likes", "saves"]) {
    await look(page, tab, `/@${author.username}?tab=${tab}`, has(page, "main li img"));
  }
  await look(page, "person's menu", `/@${fan.username}`, async () => {
    await page.locator("header div > button").last().click();
    await has(page, "dialog button")();
  });
  await look(page, "report", null, async () => {
    await page.getByRole("dialog").getByRole("button").last().click();
    await has(page, "[type=radio]")();
  });
  await look(page, "keys", clip.url, async () => {
    await plays(page);
    await page.keyboard.press("?");
    await has(page, "dialog kbd")();
  });
  await look(page, "own clips", "/studio", has(page, "main li img"));
  await look(page, "edit a clip", null, async () => {
    await page.locator("main li button").last().click();
    await has(page, "dialog form")();
  });
  await look(page, "statistics", "/studio/statistics", has(page, "main dl, main svg"));
  await look(page, "of one clip", `/studio/${clip.id}`, has(page, "main dl, main svg"));

  const greta = await visitor();
  await greta.api("POST", "/auth/login", { login: admin.username, password });
  await fan.api("POST", "/reports", { kind: "video", id: clip.id, reason: "spam" });
  const { page: desk } = greta;
  await look(desk, "reports", "/admin", has(desk, "main nav [aria-current=page]"));
  await look(desk, "people", "/admin?part=people", has(desk, "main li select"));
  await look(desk, "nobody found", null, async () => {
    await desk.getByLabel("Name or address").fill("xyzzyq");
    await shows(desk, "Nobody by that name.")();
  });
  await look(desk, "invites", "/admin?part=invites", has(desk, "main li input"));
  await look(desk, "announcements", "/admin?part=announce", has(desk, "main textarea"));
  await look(desk, "telling everybody", null, async () => {
    await desk.getByLabel("Announcement", { exact: true }).fill("We move on Sunday.");
    await desk.getByRole("button", { name: "Tell everybody …" }).click();
    await has(desk, "dialog blockquote")();
  });
  await look(desk, "nobody waits", "/admin?part=applicants", shows(desk, "Nobody is waiting."));
  await asksToBeLetIn(await visitor(), greta);
  await look(desk, "applicants", "/admin?part=applicants", shows(desk, /^zora@example\.org/));
  await look(desk, "this place", "/admin?part=place", has(desk, "main form"));
  await look(desk, "sign up by invitation", `/join/${invite}`, has(desk, "main"));
  await look(desk, "remove a clip", clip.url, async () => {
    await plays(desk);
    await watched(desk).getByRole("group", { name: "Actions" }).getByRole("button").last().click();
    await desk.getByRole("button", { name: "Remove this clip" }).click();
    await has(desk, "dialog form, dialog [type=radio]")();
  });

  const legal = { terms: "Be kind.\nNothing here is for sale.", privacy: "https://example.org/p" };
  await greta.api("PUT", "/admin/instance", { legal });
  // A page may be some seconds old about what the place says of itself.
  const says = (path: string, words: RegExp) => () =>
    expect(async () => {
      await desk.goto(path);
      await expect(desk.getByText(words)).toBeVisible({ timeout: 1_000 });
    }).toPass();
  await look(desk, "terms", null, says("/legal/terms", /Nothing here is for sale/));
  await look(desk, "privacy, elsewhere", null, says("/legal/privacy", /^https:/));
  await look(desk, "imprint, unwritten", "/legal/imprint", shows(desk, /has not written/));

  // Last, and out of everybody's feed: what stands behind a warning does not play.
  const audience = "unlisted";
  await author.api("PATCH", `/videos/${clip.id}`, { labels: ["sensitive"], audience });
  await fan.api("PATCH", `/videos/${other.id}`, { labels: ["flashing"], audience });
  await look(
    fan.page,
    "sensitive clip",
    clip.url,
    shows(fan.page, /marked this clip as sensitive/),
  );
  await look(page, "flashing clip", other.url, shows(page, "This clip has flashing light."));

  expect(found).toEqual([]);
});
