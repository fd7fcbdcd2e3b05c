import type { Page } from "@playwright/test";
import { place, plays, watched } from "./support/screen.ts";
import { expect, test } from "./support/test.ts";

const steps = (page: Page) => page.getByRole("group", { name: "From clip to clip" });
const at = (page: Page, posinset: number) => expect.poll(() => place(page)).toBe(posinset);

test("everything a gesture does has a button", async ({
  instance,
  signedUp,
  visitor,
  hasTouch,
}) => {
  const author = await signedUp("ines");
  for (const hue of [20, 200]) await author.post(await instance.clips.small(hue), `Hue ${hue}`);
  const { page } = await visitor();
  await page.goto("/latest");
  await plays(page);

  await test.step("pausing and playing, by keyboard", async () => {
    const pause = watched(page).getByRole("button", { name: "Pause", exact: true });
    await expect(pause).toHaveCSS("opacity", "0");
    await pause.focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    await expect(pause).toBeFocused();
    await expect(pause).toHaveCSS("opacity", "1");
    await page.keyboard.press("Enter");
    const play = watched(page).getByRole("button", { name: "Play", exact: true });
    await expect(play).toBeFocused();
    await expect(watched(page).locator("video")).toHaveJSProperty("paused", true);
    await page.keyboard.press("Enter");
    await expect(pause).toBeFocused();
    await plays(page);
  });

  await test.step("onward and back, the focus staying where it is", async () => {
    const next = steps(page).getByRole("button", { name: "Next clip" });
    const previous = steps(page).getByRole("button", { name: "Previous clip" });
    await expect(previous).toHaveAttribute("aria-disabled", "true");
    if (!hasTouch) await expect(next).toBeInViewport({ ratio: 1 });
    await next.focus();
    await expect(next).toBeInViewport({ ratio: 1 });
    await page.keyboard.press("Enter");
    await at(page, 2);
    await expect(next).toBeFocused();
    await expect(steps(page).getByRole("status")).toHaveText(
      (await watched(page).getAttribute("aria-label"))!,
    );
    await plays(page);
    await previous.focus();
    await page.keyboard.press("Enter");
    await at(page, 1);
    await expect(previous).toBeFocused();
  });
});

test("focus goes along with the clip, and back from what was opened", async ({
  instance,
  signedUp,
  visitor,
  hasTouch,
}) => {
  const author = await signedUp("jara");
  for (const hue of [60, 240]) await author.post(await instance.clips.small(hue), `Hue ${hue}`);
  const { page } = await visitor();
  await page.goto("/latest");
  await plays(page);
  const actions = watched(page).getByRole("group", { name: "Actions" });
  const opener = actions.getByRole("button", { name: "0 comments" });

  await test.step("from comments", async () => {
    await opener.focus();
    await page.keyboard.press("Enter");
    const comments = hasTouch
      ? page.getByRole("dialog", { name: "0 comments" })
      : page.getByRole("complementary", { name: "0 comments" });
    await expect(comments).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(comments).toBeHidden();
    await expect(opener).toBeFocused();
  });

  await test.step("from a sheet", async () => {
    const more = actions.getByRole("button", { name: "More" });
    await more.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(more).toBeFocused();
  });

  await test.step("to the next clip by an arrow, out of the one that is inert now", async () => {
    await page.keyboard.press("ArrowDown");
    await at(page, 2);
    await expect(watched(page)).toBeFocused();
    // Its name is what a screen reader says now.
    await expect(watched(page)).toHaveAttribute("aria-label", /^Hue/);
    await page.keyboard.press("ArrowUp");
    await at(page, 1);
    await expect(watched(page)).toBeFocused();
  });

  await test.step("never into a clip that is off screen", async () => {
    const reached = await page.evaluate(() => {
      const cards = [...document.querySelectorAll("[role=feed] > *")];
      const [watched] = cards.filter((card) => !(card as HTMLElement).inert);
      const others = cards.filter((card) => card !== watched);
      const controls = others.flatMap((card) => [
        ...card.querySelectorAll<HTMLElement>("a, button, [tabindex='0']"),
      ]);
      for (const control of controls) {
        control.focus();
        if (document.activeElement === control) return control.outerHTML;
      }
      return controls.length;
    });
    expect(reached).toEqual(expect.any(Number));
    expect(reached).toBeGreaterThan(0);
  });

  await test.step("to the end of the list, which is part of it", async () => {
    await watched(page).focus();
    await expect(async () => {
      await page.keyboard.press("ArrowDown");
      await expect(page.getByText("That was the last clip here.")).toBeInViewport({
        timeout: 2_000,
      });
    }).toPass();
    await expect(page.locator("[role=feed] > :focus")).toContainText(
      "That was the last clip here.",
    );
  });
});

test("with less motion nothing moves by itself", async ({ instance, signedUp, visitor }) => {
  const author = await signedUp("kaya");
  for (const hue of [100, 280]) await author.post(await instance.clips.small(hue), `Hue ${hue}`);
  const { page } = await visitor({ reducedMotion: "reduce" });
  await page.goto("/latest");

  await test.step("no clip plays until it is asked to", async () => {
    await watched(page).getByRole("button", { name: "Play", exact: true }).click();
    await plays(page);
  });

  await test.step("a step is a cut", async () => {
    const places = await page.evaluate(async () => {
      const feed = document.querySelector("[role=feed]")!;
      const seen = new Set<number>();
      window.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown" }));
      for (let frame = 0; frame < 20; frame++) {
        seen.add(feed.scrollTop / feed.clientHeight);
        await new Promise(requestAnimationFrame);
      }
      return [...seen];
    });
    expect(places.filter((top) => top !== Math.round(top))).toEqual([]);
    await at(page, 2);
    await plays(page);
  });

  await test.step("sheets fade, nothing turns or bursts", async () => {
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    const longest = await page.evaluate(() =>
      Math.max(
        0,
        ...document
          .getAnimations()
          .map(({ effect }) => Number(effect?.getComputedTiming().endTime ?? 0)),
      ),
    );
    expect(longest).toBeLessThanOrEqual(80);
    await page.keyboard.press("Escape");
    const { x, y, width } = (await watched(page).boundingBox())!;
    await page.mouse.dblclick(x + width / 2, y + 300);
    await expect(watched(page).locator(".animate-burst")).toBeHidden();
  });
});
