import { place, plays, swipe, watched } from "./support/screen.ts";
import { expect, password, test } from "./support/test.ts";

interface Preferences {
  personalised: boolean;
  topics: Record<string, number>;
  mutedWords: string[];
  weights: Record<string, number>;
}

test("language, look and keys hold; another device is logged out from here", async ({
  signedUp,
  visitor,
}) => {
  const member = await signedUp("sara");
  const { page } = member;
  await page.goto("/settings");

  await test.step("German, and back", async () => {
    await page.getByRole("combobox", { name: "Language" }).selectOption("Deutsch");
    await expect(page.getByRole("heading", { name: "Einstellungen" })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "de");
    await page.reload();
    await page.getByRole("combobox", { name: "Sprache" }).selectOption("English");
    await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  });

  await test.step("the light", async () => {
    await page.getByRole("combobox", { name: "Theme" }).selectOption("Light");
    await page.reload();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
    const paper = await page.evaluate(
      () => getComputedStyle(document.body.parentElement!).backgroundColor,
    );
    expect(paper).toBe("rgb(247, 242, 232)");
  });

  await test.step("keys off", async () => {
    await page.getByRole("switch", { name: /^Keys in the feed/ }).uncheck();
    await expect
      .poll(
        async () =>
          (await member.api<{ settings: { shortcuts: boolean } }>("GET", "/users/me")).settings
            .shortcuts,
      )
      .toBe(false);
  });

  await test.step("a session elsewhere", async () => {
    const other = await visitor();
    await other.api("POST", "/auth/login", { login: member.username, password });
    await other.page.goto("/settings");
    await expect(
      other.page.getByRole("heading", { name: "Where you are logged in" }),
    ).toBeVisible();
    await page.reload();
    const sessions = page.locator("#sessions");
    await expect(sessions.getByText("This device")).toBeVisible();
    await sessions.getByRole("button", { name: "Log out" }).first().click();
    await expect(sessions.getByRole("button", { name: "Log out" })).toBeHidden();
    await expect
      .poll(async () => (await other.context.request.get("/api/users/me")).status())
      .toBe(401);
    await other.page.goto("/settings");
    await expect(other.page.getByRole("main").getByRole("link", { name: "Log in" })).toBeVisible();
  });
});

test("what counts in one's own feed can be set where it is explained, and in the settings", async ({
  instance,
  signedUp,
}) => {
  const [author, viewer] = [await signedUp("sam"), await signedUp("sue")];
  await author.post(await instance.clips.small(70), "Marbles on a stair #marbles");
  const { page } = viewer;
  const wishes = () => viewer.api<Preferences>("GET", "/feed/preferences");

  await test.step("a newcomer picks topics, while the first clip plays", async () => {
    await page.goto("/");
    await plays(page);
    const ask = page.getByRole("complementary", { name: "Topics" });
    await ask.getByRole("button", { pressed: false }).first().click();
    await ask.getByRole("button", { name: "Done" }).click();
    await expect(ask).toBeHidden();
    await expect.poll(async () => Object.keys((await wishes()).topics).length).toBe(1);
    await expect
      .poll(async () => (await viewer.api<{ onboarded: boolean }>("GET", "/users/me")).onboarded)
      .toBe(true);
    await page.reload();
    await plays(page);
    await expect(ask).toBeHidden();
  });

  await test.step("a slider beside the reason", async () => {
    await watched(page)
      .getByRole("group", { name: "Actions" })
      .getByRole("button", { name: "More" })
      .click();
    await page.getByRole("button", { name: "Why am I seeing this" }).click();
    const slider = page.getByRole("slider", { name: "How much it counts: New clips" });
    await expect(slider).toBeVisible();
    const before = (await wishes()).weights.fresh;
    await slider.press("End");
    await expect.poll(async () => (await wishes()).weights.fresh).not.toBe(before);
  });

  await test.step("the same slider in the settings, and words to leave out", async () => {
    const set = (await wishes()).weights.fresh;
    await page.getByRole("link", { name: "Change what counts" }).click();
    await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
    const slider = page.getByRole("slider", { name: "New clips" });
    await expect(slider).toHaveValue(`${set}`);
    await page.getByLabel("Mute a word").fill("marbles");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect.poll(async () => (await wishes()).mutedWords).toEqual(["marbles"]);
    await page.getByRole("button", { name: "Standard weights" }).click();
    await expect.poll(async () => (await wishes()).weights.fresh).not.toBe(set);
    const { items } = await viewer.api<{ items: { video: { title: string } }[] }>(
      "GET",
      "/feed/for-you?limit=20",
    );
    expect(items.filter(({ video }) => /marbles/i.test(video.title))).toEqual([]);
  });
});

test("a visitor is asked once whether the feed may learn, and can change the answer", async ({
  instance,
  signedUp,
  visitor,
  hasTouch,
}) => {
  const author = await signedUp("uma");
  for (const hue of [10, 50, 90, 130]) {
    await author.post(await instance.clips.small(hue), `Colour ${hue}`);
  }
  const somebody = await visitor();
  const { page } = somebody;
  const learns = async () =>
    (await somebody.api<Preferences>("GET", "/feed/preferences")).personalised;
  await page.goto("/");
  await plays(page);
  const ask = page.getByRole("complementary", { name: "Your feed" });
  await expect(ask).toBeHidden();
  for (const next of [2, 3, 4]) {
    if (hasTouch) await swipe(page, "up");
    else await page.keyboard.press("ArrowDown");
    await expect.poll(() => place(page)).toBe(next);
  }
  await ask.getByRole("button", { name: "No, the same for everybody" }).click();
  await expect(ask).toBeHidden();
  await expect.poll(learns).toBe(false);

  await page.goto("/settings#feed");
  const learn = page.getByRole("switch", { name: "Learn from what I watch" });
  await expect(learn).not.toBeChecked();
  await learn.check();
  await expect.poll(learns).toBe(true);
  await page.reload();
  await expect(learn).toBeChecked();
});
