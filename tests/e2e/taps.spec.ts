import type { Locator, Page } from "@playwright/test";
import { hears, plays, watched } from "./support/screen.ts";
import { type Person, expect, test } from "./support/test.ts";

/** A hand that counts what it taps. */
class Hand {
  taps = 0;

  constructor(
    private readonly page: Page,
    private readonly touches: boolean,
  ) {}

  async tap(what: Locator): Promise<void> {
    this.taps += 1;
    if (this.touches) await what.tap();
    else await what.click();
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name }).filter({ visible: true });
  }
}

/** Does the task and holds it to its number of taps. */
async function within(
  most: number,
  person: Person,
  touches: boolean,
  task: (hand: Hand, page: Page) => Promise<void>,
) {
  const hand = new Hand(person.page, touches);
  await task(hand, person.page);
  expect(hand.taps).toBeGreaterThan(0);
  expect(hand.taps, `at most ${most} taps`).toBeLessThanOrEqual(most);
}

test("what people do most takes few taps", async ({ instance, signedUp, hasTouch }) => {
  const touches = hasTouch === true;
  const author = await signedUp("tara");
  const viewer = await signedUp("theo", { permissions: ["clipboard-read", "clipboard-write"] });
  const clip = await author.post(await instance.clips.small(60), "A candle in twelve slits #taps");
  await author.post(await instance.clips.small(130), "A candle, blown out #taps");
  await viewer.page.goto("/");
  await plays(viewer.page);
  // What to watch is asked once, beside the clip that plays; it is in nobody's way.
  const { page } = viewer;

  await test.step("sound on: 1", () =>
    within(1, viewer, touches, async (hand) => {
      await hand.tap(watched(page).getByRole("button", { name: /Turn sound on|Tap for sound/ }));
      await hears(page);
      expect((await plays(page)).muted).toBe(false);
    }));

  await page.goto(clip.url);
  await plays(page);
  await test.step("like: 1", () =>
    within(1, viewer, touches, async (hand) => {
      await hand.tap(watched(page).getByRole("button", { name: "Like, 0 likes" }));
      await expect
        .poll(
          async () =>
            (await author.api<{ stats: { likes: number } }>("GET", `/videos/${clip.id}`)).stats
              .likes,
        )
        .toBe(1);
    }));

  await test.step("comment: 3", () =>
    within(3, viewer, touches, async (hand) => {
      await hand.tap(watched(page).getByRole("button", { name: "0 comments" }));
      await hand.tap(page.getByRole("textbox", { name: "Write a comment" }));
      await page.keyboard.type("It flickers");
      await hand.tap(hand.button("Send"));
      await expect
        .poll(
          async () =>
            (await author.api<{ items: { text: string }[] }>("GET", `/videos/${clip.id}/comments`))
              .items[0]?.text,
        )
        .toBe("It flickers");
    }));
  await page.getByRole("button", { name: "Close" }).click();

  await test.step("share link: 2", () =>
    within(2, viewer, touches, async (hand) => {
      await hand.tap(watched(page).getByRole("button", { name: /^Share, / }));
      await hand.tap(hand.button("Copy link"));
      await expect(page.getByText("Copied")).toBeVisible();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
        instance.url + clip.shareUrl.replace(instance.url, ""),
      );
    }));

  const more = watched(page)
    .getByRole("group", { name: "Actions" })
    .getByRole("button", { name: "More" });

  await page.goto("/");
  await plays(page);
  await test.step("why: 2", () =>
    within(2, viewer, touches, async (hand) => {
      await hand.tap(more);
      await hand.tap(hand.button("Why am I seeing this"));
      const why = page.getByRole("dialog", { name: "Why am I seeing this" });
      await expect(why.getByText("Together")).toBeVisible();
    }));
  await page.keyboard.press("Escape");

  await test.step("not interested: 2", () =>
    within(2, viewer, touches, async (hand) => {
      const shown = await watched(page).getAttribute("aria-label");
      await hand.tap(more);
      await hand.tap(hand.button("Not interested"));
      await expect(page.getByText("You will see less like this.")).toBeVisible();
      await expect(watched(page)).not.toHaveAttribute("aria-label", shown!);
    }));

  await viewer.api("PUT", `/users/${author.username}/follow`);
  await author.page.goto("/");
  await expect(
    author.page.getByRole("link", { name: /^Inbox, \d+ unread/ }).filter({ visible: true }),
  ).toBeVisible();
  await test.step("follow back from the inbox: 2", () =>
    within(2, author, touches, async (hand, inbox) => {
      await hand.tap(
        inbox.getByRole("link", { name: /^Inbox, \d+ unread/ }).filter({ visible: true }),
      );
      await hand.tap(hand.button(`Follow back @${viewer.username}`));
      await expect
        .poll(
          async () =>
            (
              await author.api<{ viewer: { following: boolean } }>(
                "GET",
                `/users/${viewer.username}`,
              )
            ).viewer.following,
        )
        .toBe(true);
    }));

  await test.step("post a chosen file: 5", () =>
    within(5, author, touches, async (hand, page) => {
      await hand.tap(page.getByRole("link", { name: "Upload" }).filter({ visible: true }));
      const choosing = page.waitForEvent("filechooser");
      await hand.tap(page.locator("button", { hasText: "Choose clips" }));
      // In the system's own chooser it takes one more to point at the file.
      hand.taps += 1;
      await (await choosing).setFiles(await instance.clips.small(200));
      await hand.tap(hand.button("Post"));
      await expect(page.getByText("Your clip is out.")).toBeVisible({ timeout: 120_000 });
    }));
});
