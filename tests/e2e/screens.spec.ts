import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { faultsNow } from "./support/axe.ts";
import { contactSheet } from "./support/contact-sheet.ts";
import { whatLooksWrong } from "./support/looks.ts";
import { plays, watched } from "./support/screen.ts";
import { type Person, expect, password, test } from "./support/test.ts";

const minutes = 60_000;

const sizes = {
  "360": { width: 360, height: 740 },
  "390": { width: 390, height: 844 },
  lying: { width: 844, height: 390 },
  "768": { width: 768, height: 1024 },
  "1440": { width: 1440, height: 900 },
};
type Size = keyof typeof sizes;
const themes = ["dark", "light"] as const;

/** Where axe looks, too: a phone and a desktop. */
const weighed: Size[] = ["390", "1440"];

/** Where the pictures go; kept only when somebody wants to look at them. */
const folder = process.env.ZOETROPE_SCREENS;

/** Some of the looks only, for example 390.dark,1440.light-en-XA. */
const only = process.env.ZOETROPE_LOOKS?.split(",");

interface Screen {
  name: string;
  who: Person;
  path?: string;
  /** Resolves once the screen is what it shall be. */
  ready: (page: Page) => Promise<unknown>;
}

/** Signs up, or in where an earlier look at the same instance has left the account. */
async function enter(person: Person, username: string, invite: string): Promise<Person> {
  await person.api("POST", "/auth/login", { login: username, password }).catch(() =>
    person.api("POST", "/auth/register", {
      username,
      email: `${username}@example.org`,
      displayName: username[0]!.toUpperCase() + username.slice(1),
      password,
      invite,
    }),
  );
  return Object.assign(person, { username });
}

interface Listed {
  items: { id: string; url: string; author: { username: string } }[];
}

test("every screen, in both themes, at every width, in long words and from right to left", async ({
  instance,
  visitor,
}) => {
  test.setTimeout(40 * minutes);
  const invite = await instance.inviteCode();
  const [out, newcomer, refused] = [await visitor(), await visitor(), await visitor()];
  // Answers that fail on purpose are told by the browser, too.
  refused.expected.push(/./);
  const greta = await visitor();
  await greta.api("POST", "/auth/login", { login: "greta", password });
  const [otto, nell] = [
    await enter(await visitor(), "otto", invite),
    await enter(newcomer, "nell", invite),
  ];
  const me = Object.assign(greta, { username: "greta" });
  // Leaving an upload under way asks.
  me.page.on("dialog", (dialog) => void dialog.accept());

  const latest = (
    await otto.api<{ items: { video: Listed["items"][0] }[] }>("GET", "/feed/latest?limit=20")
  ).items
    .map(({ video }) => video)
    .filter(({ author }) => author.username !== "greta");
  const [clip] = latest;
  const person = clip!.author.username;
  await fill(instance.clips, me, otto, latest);
  const mine = (await me.api<Listed>("GET", "/users/greta/videos")).items.at(-1)!;

  const screens: Screen[] = [
    { name: "for you, a visitor", who: out, path: "/", ready: plays },
    { name: "watch page", who: out, path: clip!.url, ready: plays },
    {
      name: "share",
      who: out,
      ready: async (page) => {
        await watched(page).getByRole("group").getByRole("button").nth(3).click();
        await page.getByRole("dialog").waitFor();
      },
    },
    {
      name: "log in to like",
      who: out,
      path: clip!.url,
      ready: async (page) => {
        await plays(page);
        await watched(page).getByRole("group").getByRole("button").first().click();
        await page.getByRole("dialog").waitFor();
      },
    },
    { name: "log in", who: out, path: "/log-in", ready: has("input[type=password]") },
    { name: "join", who: out, path: `/join/${invite}`, ready: has("input[type=password]") },
    { name: "sign up", who: out, path: "/sign-up", ready: has("form") },
    { name: "set up already", who: out, path: "/setup#spent", ready: has("main") },
    { name: "nobody here", who: out, path: "/@nobody_here_1", ready: has("main h1") },
    { name: "forgot", who: out, path: "/forgot", ready: has("h1") },
    { name: "reset", who: out, path: "/reset", ready: has("h1") },
    { name: "verify", who: out, path: "/verify", ready: has("h1") },
    { name: "latest", who: out, path: "/latest", ready: plays },
    { name: "nothing here", who: out, path: "/nowhere/at/all", ready: has("main, svg") },
    { name: "about", who: out, path: "/about", ready: has("h1") },
    { name: "embed", who: out, path: `/embed/${clip!.id}`, ready: has("video") },
    { name: "settings, a visitor", who: out, path: "/settings", ready: has("[type=range]") },
    { name: "upload, a visitor", who: out, path: "/upload", ready: has("main svg") },
    { name: "inbox, a visitor", who: out, path: "/inbox", ready: has("main svg") },
    { name: "following, a visitor", who: out, path: "/following", ready: has("main svg") },

    { name: "for you, a newcomer", who: nell, path: "/", ready: has("aside") },
    { name: "following nobody", who: nell, path: "/following", ready: has("main svg") },
    { name: "empty profile", who: nell, path: "/@nell", ready: has("h1") },
    { name: "empty inbox", who: nell, path: "/inbox", ready: has("h1") },
    { name: "empty saves", who: nell, path: "/@nell?tab=saves", ready: has("h1") },
    { name: "no clips of one's own", who: nell, path: "/studio", ready: has("h1") },

    { name: "for you", who: me, path: "/", ready: plays },
    {
      name: "more",
      who: me,
      ready: async (page) => {
        await watched(page).getByRole("group").getByRole("button").last().click();
        await page.getByRole("dialog").waitFor();
      },
    },
    {
      name: "why",
      who: me,
      ready: async (page) => {
        await page.getByRole("dialog").getByRole("button").nth(1).click();
        await page.getByRole("dialog").locator("[type=range]").first().waitFor();
      },
    },
    {
      name: "keys",
      who: me,
      path: "/",
      ready: async (page) => {
        await plays(page);
        await page.keyboard.press("?");
        await page.getByRole("dialog").waitFor();
      },
    },
    {
      name: "comments",
      who: me,
      path: mine.url,
      ready: async (page) => {
        await plays(page);
        await watched(page).getByRole("group").getByRole("button").nth(1).click();
        await page.getByText("Which seed is this?").waitFor();
      },
    },
    { name: "following", who: me, path: "/following", ready: plays },
    { name: "discover", who: me, path: "/discover", ready: has("main img") },
    { name: "search", who: me, path: "/search", ready: has("main h2, main svg") },
    { name: "found clips", who: me, path: "/search?q=light", ready: has("main li img") },
    { name: "found people", who: me, path: "/search?q=mira&type=users", ready: has("main a img") },
    { name: "found tags", who: me, path: "/search?q=fract&type=tags", ready: has("main a") },
    { name: "found nothing", who: me, path: "/search?q=xyzzyq", ready: has("main svg rect") },
    { name: "tag", who: me, path: "/tag/fractals", ready: has("main li img") },
    { name: "profile", who: me, path: `/@${person}`, ready: has("main li img") },
    {
      name: "followers",
      who: me,
      ready: async (page) => {
        await page.locator("header ul button").first().click();
        await page.getByRole("dialog").locator("a").first().waitFor();
      },
    },
    {
      name: "report",
      who: me,
      path: `/@${person}`,
      ready: async (page) => {
        await page.locator("header div > button").last().click();
        await page.getByRole("dialog").getByRole("button").last().click();
        await page.getByRole("radio").first().waitFor();
      },
    },
    { name: "own profile", who: me, path: "/@greta", ready: has("main li img") },
    { name: "likes", who: me, path: "/@greta?tab=likes", ready: has("main li img") },
    { name: "history", who: me, path: "/@greta?tab=history", ready: has("main li img") },
    { name: "inbox", who: me, path: "/inbox", ready: has("main li time") },
    { name: "own clips", who: me, path: "/studio", ready: has("main li img") },
    {
      name: "edit a clip",
      who: me,
      ready: async (page) => {
        await page.locator("main li button").last().click();
        await page.getByRole("dialog").locator("form").first().waitFor();
      },
    },
    { name: "statistics", who: me, path: "/studio/statistics", ready: has("main dl, main svg") },
    { name: "of one clip", who: me, path: `/studio/${mine.id}`, ready: has("main dl, main svg") },
    { name: "upload", who: me, path: "/upload", ready: has("[type=file]") },
    {
      name: "upload under way",
      who: me,
      ready: async (page) => {
        await page
          .locator("[type=file]")
          .first()
          .setInputFiles(await instance.clips.small(140));
        await page.locator("article form").waitFor();
      },
    },
    { name: "settings", who: me, path: "/settings", ready: has("#feed [type=range]") },
    { name: "this place", who: me, path: "/admin?part=place", ready: has("form") },

    {
      name: "failing inbox",
      who: await failing(refused, nell.username),
      path: "/inbox",
      ready: has("main svg rect"),
    },
    {
      name: "failing search",
      who: refused,
      path: "/search?q=light",
      ready: has("main svg rect"),
    },
    { name: "offline", who: out, path: "/offline", ready: has("h1, svg") },
  ];

  const wrong: string[] = [];
  const taken: { screen: string; size: Size; look: string; file: string }[] = [];
  if (folder) await mkdir(folder, { recursive: true });

  async function look(screen: Screen, size: Size, theme: (typeof themes)[number], words: string) {
    const { page } = screen.who;
    await page.setViewportSize(sizes[size]);
    await page.emulateMedia({ colorScheme: theme });
    for (const fault of await whatLooksWrong(page)) {
      wrong.push(`${screen.name}, ${size}, ${theme}${words}: ${fault}`);
    }
    if (words === "" && weighed.includes(size)) {
      wrong.push(...(await faultsNow(page, `${screen.name}, ${size}, ${theme}`)));
    }
    if (!folder) return;
    const look = `${theme}${words}`;
    const file = join(folder, `${screen.name.replace(/[^a-z]+/g, "-")}.${size}.${look}.png`);
    await page.screenshot({ path: file, animations: "disabled" });
    taken.push({ screen: screen.name, size, look, file });
  }

  for (const [locale, looks] of [
    ["en", Object.keys(sizes).flatMap((size) => themes.map((theme) => [size, theme] as const))],
    [
      "en-XA",
      [
        ["360", "dark"],
        ["1440", "light"],
      ],
    ],
    [
      "ar-XB",
      [
        ["360", "light"],
        ["1440", "dark"],
      ],
    ],
  ] as [string, [Size, (typeof themes)[number]][]][]) {
    const words = locale === "en" ? "" : `-${locale}`;
    if (only && !looks.some(([size, theme]) => only.includes(`${size}.${theme}${words}`))) continue;
    for (const who of new Set(screens.map((screen) => screen.who))) {
      await who.context.addCookies([{ name: "zt_locale", value: locale, url: instance.url }]);
    }
    for (const screen of screens) {
      await test.step(`${screen.name}${words}`, async () => {
        const { page } = screen.who;
        await page.setViewportSize(sizes["1440"]);
        if (screen.path) await page.goto(screen.path);
        await screen.ready(page);
        for (const [size, theme] of looks) {
          if (!only || only.includes(`${size}.${theme}${words}`)) {
            await look(screen, size, theme, words);
          }
        }
      });
    }
  }

  if (folder) {
    for (const look of new Set(taken.map((shot) => `${shot.size}.${shot.look}`))) {
      const shots = taken.filter((shot) => `${shot.size}.${shot.look}` === look);
      const { width, height } = sizes[shots[0]!.size];
      await writeFile(
        join(folder, `sheet.${look}.webp`),
        await contactSheet(out.context, shots, width > height),
      );
    }
  }
  expect(wrong).toEqual([]);
});

function has(selector: string) {
  return (page: Page) => page.locator(selector).filter({ visible: true }).first().waitFor();
}

/** Life around greta: what she posted, who reacted, what she keeps. */
async function fill(
  clips: { small: (hue: number) => Promise<string> },
  me: Person,
  otto: Person,
  latest: Listed["items"],
) {
  await me.api("PATCH", "/users/me", { onboarded: true });
  const { items } = await me.api<Listed>("GET", "/users/greta/videos");
  if (items.length > 0) return;
  const clip = await me.post(await clips.small(40), "A drum with twelve slits #optics");
  await me.post(await clips.small(220), "The same drum, turning #optics #fractals");
  const { id } = await otto.api<{ id: string }>("POST", `/videos/${clip.id}/comments`, {
    text: "Which seed is this?",
  });
  await me.api("POST", `/videos/${clip.id}/comments`, { text: "1834", parentId: id });
  await otto.api("POST", `/videos/${clip.id}/comments`, {
    text: "@greta I watched it until the tea was cold. Would you show how the paper strip is cut, and where one gets a lamp like that? #optics",
  });
  await otto.api("PUT", `/videos/${clip.id}/like`);
  await otto.api("PUT", "/users/greta/follow");
  for (const [index, video] of latest.entries()) {
    if (index % 2 === 0) await me.api("PUT", `/videos/${video.id}/like`);
    if (index % 3 === 0) await me.api("PUT", `/videos/${video.id}/save`);
    if (index < 4) await me.api("PUT", `/users/${video.author.username}/follow`).catch(() => null);
  }
  const play = { watchedMs: 2_500, loops: 0, completed: true, source: "for_you" };
  await me.api("POST", "/watches", {
    items: latest.map(({ id: videoId }) => ({ ...play, videoId, playId: crypto.randomUUID() })),
  });
  await otto.api("POST", "/watches", {
    items: [{ ...play, videoId: clip.id, playId: crypto.randomUUID() }],
  });
  await me.api("PATCH", "/users/me", { bio: "Slits, drums, paper strips. #optics" });
}

/** Somebody whose lists do not load. */
async function failing(person: Person, username: string): Promise<Person> {
  await person.api("POST", "/auth/login", { login: username, password });
  await person.page.route("**/api/**", (route) =>
    route.fulfill({
      status: 503,
      contentType: "application/problem+json",
      body: JSON.stringify({ status: 503, code: "unavailable", title: "Unavailable" }),
    }),
  );
  return person;
}
