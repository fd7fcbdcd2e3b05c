import type { Page } from "@playwright/test";
import { place, plays, swipe, watched } from "./support/screen.ts";
import { expect, test } from "./support/test.ts";

interface Listed {
  items: { id: string; title: string }[];
}

test("swiping on goes through the list one came from", async ({ instance, signedUp, hasTouch }) => {
  const [author, viewer] = [await signedUp("lena"), await signedUp("luis")];
  // A tag and a word of their own, so that the lists hold just these.
  const word = `quasar${author.username}`;
  for (const [index, name] of ["one", "two", "three"].entries()) {
    const clip = await author.post(
      await instance.clips.small(30 + index * 60),
      `${word} ${name} #${word}`,
    );
    await viewer.api("PUT", `/videos/${clip.id}/save`);
    await viewer.api("PUT", `/videos/${clip.id}/like`);
  }
  const { page } = viewer;
  const onward = async () => {
    if (hasTouch) await swipe(page, "up");
    else await page.keyboard.press("ArrowDown");
  };
  const back = async () => {
    if (hasTouch) await swipe(page, "down");
    else await page.keyboard.press("ArrowUp");
  };
  const tiles = (on: Page) => on.getByRole("main").getByRole("link", { name: word });

  const lists = {
    profile: [`/@${author.username}`, `/users/${author.username}/videos`],
    tag: [`/tag/${word}`, `/tags/${word}/videos`],
    search: [`/search?q=${word}`, `/search?type=videos&q=${word}`],
    saves: [`/@${viewer.username}?tab=saves`, "/users/me/saves"],
    likes: [`/@${viewer.username}?tab=likes`, `/users/${viewer.username}/likes`],
  };
  for (const [name, [grid, list]] of Object.entries(lists)) {
    await test.step(name, async () => {
      let order: string[] = [];
      // Search hears of a clip a moment after it is out.
      await expect
        .poll(async () => {
          order = (await viewer.api<Listed>("GET", list!)).items.map(({ title }) => title);
          return order.length;
        })
        .toBe(3);
      await page.goto(grid!);
      await expect(tiles(page)).toHaveCount(3);
      await tiles(page).nth(1).click();
      await expect(watched(page)).toHaveAttribute("aria-label", order[1]!);
      await plays(page);
      // The one before it in the grid comes when one goes up.
      await expect.poll(() => place(page)).toBe(2);
      await back();
      await expect(watched(page)).toHaveAttribute("aria-label", order[0]!);
      await plays(page);
      await onward();
      await expect(watched(page)).toHaveAttribute("aria-label", order[1]!);
      await plays(page);
      await onward();
      await expect(watched(page)).toHaveAttribute("aria-label", order[2]!);
      await plays(page);
      // Reloading comes back to this clip, in this list.
      await page.reload();
      await expect(watched(page)).toHaveAttribute("aria-label", order[2]!);
      await expect.poll(() => place(page)).toBe(3);
      await plays(page);
      await onward();
      await expect(page.getByText("That was the last clip here.")).toBeVisible();
      await page.goBack();
      await expect(tiles(page)).toHaveCount(3);
    });
  }

  await test.step("a shared link leads on into the feed", async () => {
    // Something the viewer has not seen: the feed has a clip next, not the word that all is seen.
    await author.post(await instance.clips.small(250), "A lantern at the ford");
    const shared = (await viewer.api<Listed>("GET", `/tags/${word}/videos`)).items[0]!;
    const { shareUrl } = await viewer.api<{ shareUrl: string }>("GET", `/videos/${shared.id}`);
    await page.goto(shareUrl);
    await plays(page);
    await onward();
    await expect.poll(() => place(page)).toBe(2);
    await expect(watched(page)).not.toHaveAttribute("aria-label", shared.title);
    await plays(page);
    const second = (await watched(page).getAttribute("aria-label"))!;
    await page.reload();
    await expect(watched(page)).toHaveAttribute("aria-label", second);
    await plays(page);
  });
});

test("search suggests, forgives a typing error and narrows down", async ({
  instance,
  signedUp,
  visitor,
}) => {
  const author = await signedUp("marguerite");
  await author.post(await instance.clips.small(90), "Lighthouse keepers at breakfast #harbour");
  const { page } = await visitor();
  const box = page.getByRole("combobox", { name: "Search" });
  const suggestions = page.getByRole("listbox", { name: "Suggestions" });

  await test.step("people and tags while one types, also before the page's scripts are there", async () => {
    let arrive = () => {};
    const held = new Promise<void>((resolve) => (arrive = resolve));
    await page.route("**/_next/static/chunks/*.js", async (route) => {
      await held;
      await route.continue();
    });
    await page.goto("/search", { waitUntil: "commit" });
    await box.fill("margu");
    arrive();
    await suggestions.getByRole("option", { name: `@${author.username}` }).click();
    await expect(
      page
        .getByRole("link", { name: "People", exact: true })
        .and(page.locator("[aria-current=page]")),
    ).toBeVisible();
    await expect(page.getByRole("main").getByText(`@${author.username}`)).toBeVisible();
  });

  await test.step("a clip by a word typed wrong", async () => {
    const found = page.getByRole("link", { name: /Lighthouse keepers at breakfast/ });
    await expect(async () => {
      await page.goto("/search?q=lighthuose");
      await expect(found.first()).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: 60_000 });
    await page.getByRole("combobox", { name: "Length" }).selectOption("Up to 15 seconds");
    await expect(page).toHaveURL(/duration=15000/);
    await expect(found.first()).toBeVisible();
    await found.first().click();
    await expect(page.getByText("Lighthouse keepers at breakfast").first()).toBeVisible();
  });

  await test.step("nothing found is said", async () => {
    await page.goto("/search?q=xyzzyqwv");
    await expect(page.getByText("Nothing found for “xyzzyqwv”.")).toBeVisible();
  });
});
