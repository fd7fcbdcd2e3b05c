import type { Page } from "@playwright/test";
import { contrasts } from "./support/contrast.ts";
import { whatLooksWrong } from "./support/looks.ts";
import { plays, watched } from "./support/screen.ts";
import { expect, test } from "./support/test.ts";

for (const kind of ["white", "noise"] as const) {
  test(`words over ${kind} film can be read`, async ({ instance, signedUp, visitor, hasTouch }) => {
    const author = await signedUp("lumi");
    const clip = await author.post(await instance.clips.plain(kind), "Paper in the sun #contrast");
    const illegible = async (page: Page) =>
      (await contrasts(page)).filter(({ ratio, needs }) => ratio < needs);

    await test.step("what a visitor reads, running and paused", async () => {
      const { page } = await visitor();
      await page.goto(clip.url);
      await plays(page);
      const words = (await contrasts(page)).map(({ words }) => words);
      expect(words).toEqual(
        expect.arrayContaining(["Follow", "#contrast", "Tap for sound", author.username]),
      );
      expect(await illegible(page)).toEqual([]);
      await watched(page).getByRole("button", { name: "Pause", exact: true }).focus();
      await page.keyboard.press("Enter");
      await expect(watched(page).locator("video")).toHaveJSProperty("paused", true);
      expect(await illegible(page)).toEqual([]);
    });

    await test.step("the tabs above it", async () => {
      const fan = await signedUp("fan");
      const { page } = fan;
      await fan.api("PUT", `/users/${author.username}/follow`);
      // Who makes feeds hears of a follow through the log, a moment later.
      await expect(async () => {
        await page.goto("/following");
        await expect(watched(page).locator("video")).toBeVisible({ timeout: 5_000 });
      }).toPass({ timeout: 60_000 });
      await plays(page);
      if (hasTouch) {
        const words = (await contrasts(page)).map(({ words }) => words);
        expect(words).toEqual(expect.arrayContaining(["Following", "For you"]));
      }
      expect(await illegible(page)).toEqual([]);
    });
  });
}

/** The smallest share of a name that still tells whose it is. */
const someLetters = 4;

async function whole(page: Page): Promise<string[]> {
  const faults = await whatLooksWrong(page);
  const outside = await watched(page).evaluate((card, letters) => {
    const found: string[] = [];
    const room = card.getBoundingClientRect();
    for (const control of card.querySelectorAll("a, button")) {
      if (!control.checkVisibility({ opacityProperty: true })) continue;
      // Behind the ellipsis of a long text: “More” opens it.
      if (control.closest(".line-clamp-2")) continue;
      const { left, right, top, bottom, width } = control.getBoundingClientRect();
      const name = control.getAttribute("aria-label") ?? control.textContent.trim();
      if (
        width > 0 &&
        (left < -1 || right > innerWidth + 1 || top < room.top - 1 || bottom > room.bottom + 1)
      )
        found.push(`off screen: ${name}`);
    }
    const name = card.querySelector("a[href^='/@'] span.truncate")!;
    const size = parseFloat(getComputedStyle(name).fontSize);
    const { width } = name.getBoundingClientRect();
    if (width < Math.min(name.scrollWidth, (letters * size) / 2))
      found.push(`${name.textContent} has ${String(width)} px`);
    return found;
  }, someLetters);
  return [...faults, ...outside];
}

test("nothing is lost at twice the size of text, nor on 320 px", async ({
  instance,
  signedUp,
  hasTouch,
}) => {
  const author = await signedUp("maximilian-of-the-long-names".slice(0, 20).replaceAll("-", "_"));
  await author.api("PATCH", "/users/me", { displayName: "Maximilian of the Long Names" });
  const clip = await author.post(
    await instance.clips.small(150),
    "What one says of a clip when there is more to say than two lines hold, and then some #words",
  );
  const reader = await signedUp("nora");
  await reader.api("POST", `/videos/${clip.id}/comments`, { text: "It moves" });
  const { page } = reader;
  const pages: [string, (() => Promise<unknown>)?][] = [
    [clip.url, () => plays(page)],
    [`/@${author.username}`],
    ["/discover"],
    ["/search?q=words"],
    ["/inbox"],
    ["/settings"],
    ["/upload"],
    ["/log-in"],
    ["/about"],
    ["/nowhere/at/all"],
  ];
  const faults: string[] = [];
  for (const [path, ready] of pages) {
    await page.goto(path);
    await (ready ? ready() : page.locator("h1, h2").first().waitFor());
    const film = ready !== undefined;

    await page.setViewportSize({ width: 320, height: 640 });
    for (const fault of await (film ? whole(page) : whatLooksWrong(page)))
      faults.push(`${path}, 320 px: ${fault}`);

    const size = hasTouch ? { width: 390, height: 844 } : { width: 1280, height: 800 };
    await page.setViewportSize(size);
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
    });
    for (const fault of await (film ? whole(page) : whatLooksWrong(page)))
      faults.push(`${path}, text of 200 %: ${fault}`);
  }
  expect(faults).toEqual([]);
});
