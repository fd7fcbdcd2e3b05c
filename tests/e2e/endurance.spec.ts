import type { CDPSession, Page } from "@playwright/test";
import { place, plays, watched } from "./support/screen.ts";
import { expect, test } from "./support/test.ts";

const minutes = 60_000;
const mostGrowth = 10 * 1024 * 1024;

/** What is alive after garbage was collected: a heap only grows by what is still held. */
async function weigh(cdp: CDPSession): Promise<number> {
  for (let again = 0; again < 3; again++) await cdp.send("HeapProfiler.collectGarbage");
  return (await cdp.send("Runtime.getHeapUsage")).usedSize;
}

const held = (page: Page) =>
  page.evaluate(() => ({
    videos: document.querySelectorAll("video").length,
    cards: document.querySelectorAll("[role=feed] article").length,
    blobs: (window as unknown as { liveBlobs: Set<string> }).liveBlobs.size,
  }));

test("three hundred swipes leave nothing behind", async ({ instance, visitor }) => {
  test.setTimeout(25 * minutes);
  await instance.inviteCode();
  const { page } = await visitor();
  await page.addInitScript(() => {
    const live = new Set<string>();
    const { createObjectURL, revokeObjectURL } = URL;
    URL.createObjectURL = (object: Blob) => {
      const url = createObjectURL(object);
      live.add(url);
      return url;
    };
    URL.revokeObjectURL = (url: string) => {
      live.delete(url);
      revokeObjectURL(url);
    };
    Object.assign(window, { liveBlobs: live });
  });
  await page.goto("/");
  await plays(page);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("HeapProfiler.enable");

  const swipeTo = async (last: number) => {
    for (let next = (await place(page)) + 1; next <= last; next++) {
      await page.keyboard.press("ArrowDown");
      await expect.poll(() => place(page), { intervals: [20, 50, 100] }).toBe(next);
      // A clip is left only after it has shown itself; a card that says something has no film.
      await expect
        .poll(
          () =>
            watched(page).evaluate((card) => {
              const film = card.querySelector("video");
              return film ? film.readyState >= 2 : card.querySelector("[role=group]") === null;
            }),
          { intervals: [20, 50, 100] },
        )
        .toBe(true);
      const { videos, cards } = await held(page);
      expect(videos).toBeLessThanOrEqual(3);
      expect(cards).toBeLessThanOrEqual(7);
    }
    return weigh(cdp);
  };
  const early = await swipeTo(30);
  const late = await swipeTo(300);
  test.info().annotations.push({
    type: "heap",
    description: `${(early / 2 ** 20).toFixed(1)} MiB after 30 swipes, ${(late / 2 ** 20).toFixed(1)} MiB after 300`,
  });
  expect((await held(page)).blobs).toBe(0);
  expect(late - early).toBeLessThanOrEqual(mostGrowth);
});
