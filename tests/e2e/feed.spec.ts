import { expect, test } from "./support/test.ts";
import { hears, place, plays, swipe, watched } from "./support/screen.ts";

/** More than the test watches: on a slow machine the feed would say that everything new was seen. */
const titles = [
  "Kite over the dunes",
  "Rain on the tram window",
  "Bread before sunrise",
  "Frost on the allotment",
  "Last bus to the quarry",
  "A heron at the weir",
];

test("a signed-out visitor swipes through For you and the sound stays on", async ({
  instance,
  signedUp,
  visitor,
  hasTouch,
}) => {
  const author = await signedUp("cleo");
  for (const [index, title] of titles.entries()) {
    await author.post(await instance.clips.small(80 + index * 45), title);
  }
  const { page } = await visitor();
  await page.goto("/");
  expect((await plays(page)).muted).toBe(true);
  expect(await place(page)).toBe(1);
  const first = await watched(page).getAttribute("aria-label");

  const at = (wanted: number) => expect.poll(() => place(page)).toBe(wanted);
  if (hasTouch) {
    await test.step("by touch", async () => {
      await swipe(page, "up");
      await at(2);
      expect((await plays(page)).muted).toBe(true);
      await swipe(page, "up");
      await at(3);
      await swipe(page, "down");
      await at(2);
      await swipe(page, "down");
      await at(1);
    });
  } else {
    await test.step("by wheel, one clip a turn", async () => {
      await page.mouse.move(720, 450);
      await page.mouse.wheel(0, 120);
      await at(2);
      expect((await plays(page)).muted).toBe(true);
      await page.mouse.wheel(0, -120);
      await at(1);
    });
    await test.step("by keyboard", async () => {
      await page.keyboard.press("ArrowDown");
      await at(2);
      await plays(page);
      await page.keyboard.press("ArrowDown");
      await at(3);
      await page.keyboard.press("ArrowUp");
      await at(2);
      await page.keyboard.press("ArrowUp");
      await at(1);
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog", { name: "Keys" })).toBeHidden();
      await page.keyboard.press("m");
      await expect(watched(page).getByRole("button", { name: "Turn sound off" })).toBeVisible();
      await page.keyboard.press("m");
    });
  }

  await test.step("the same clip as before", async () => {
    await expect(watched(page)).toHaveAttribute("aria-label", first!);
    await plays(page);
  });

  await test.step("sound on demand, for the next clip too", async () => {
    await watched(page).getByRole("button", { name: "Tap for sound" }).click();
    await hears(page);
    if (hasTouch) await swipe(page, "up");
    else await page.keyboard.press("ArrowDown");
    await at(2);
    expect((await plays(page)).muted).toBe(false);
    await hears(page);
  });

  await test.step("tapping pauses and plays", async () => {
    const { x, y, width } = (await watched(page).boundingBox())!;
    const tap = () =>
      hasTouch
        ? page.touchscreen.tap(x + width / 2, y + 300)
        : page.mouse.click(x + width / 2, y + 300);
    await tap();
    await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
    await tap();
    await expect(page.getByRole("button", { name: "Play", exact: true })).toBeHidden();
    await plays(page);
  });
});

test("why a clip is shown, and less of it", async ({ instance, signedUp }) => {
  const [author, viewer] = [await signedUp("cleo"), await signedUp("dan")];
  await author.post(await instance.clips.small(80), "Kite over the lake #wind");
  await author.post(await instance.clips.small(170), "Rain on the station roof #rain");
  const { page } = viewer;
  const more = watched(page)
    .getByRole("group", { name: "Actions" })
    .getByRole("button", { name: "More" });
  await page.goto("/");
  await plays(page);
  await more.click();
  await page.getByRole("button", { name: "Why am I seeing this" }).click();
  const why = page.getByRole("dialog", { name: "Why am I seeing this" });
  const sum = why.getByText("Together").locator("..");
  await expect(sum).toBeVisible();
  const number = (text: string | null) =>
    Number(
      /[-−+]?[\d.,]+$/
        .exec(text ?? "")?.[0]
        .replace("−", "-")
        .replace(",", ""),
    );
  const points = await why.getByRole("listitem").allTextContents();
  expect(points.length).toBeGreaterThan(0);
  const total = points.reduce((all, line) => all + number(line.trim()), 0);
  expect(Math.abs(total - number((await sum.textContent())!.trim()))).toBeLessThan(
    0.02 * points.length,
  );
  await page.keyboard.press("Escape");

  const shown = await watched(page).getAttribute("aria-label");
  await more.click();
  await page.getByRole("button", { name: "Not interested" }).click();
  await expect(page.getByText("You will see less like this.")).toBeVisible();
  await expect(watched(page)).not.toHaveAttribute("aria-label", shown!);
});
