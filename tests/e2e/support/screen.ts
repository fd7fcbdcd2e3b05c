import { expect, type Locator, type Page } from "@playwright/test";

/** The clip being watched: all others are inert. */
export const watched = (page: Page): Locator => page.locator("[role=feed] article:not([inert])");

export const place = async (page: Page): Promise<number> =>
  Number(await watched(page).getAttribute("aria-posinset"));

interface Playing {
  muted: boolean;
  width: number;
  height: number;
  at: number;
  heard: number;
}

const film = (page: Page): Promise<Playing> =>
  watched(page)
    .locator("video")
    .evaluate((video: HTMLVideoElement & { webkitAudioDecodedByteCount: number }) => ({
      muted: video.muted,
      width: video.videoWidth,
      height: video.videoHeight,
      at: video.currentTime,
      heard: video.webkitAudioDecodedByteCount,
    }));

/** Waits until the watched clip moves, and says how it plays. */
export async function plays(page: Page): Promise<Playing> {
  const { at } = await film(page);
  await expect
    .poll(async () => (await film(page)).at, { message: "the picture moves" })
    .not.toBe(at);
  return film(page);
}

export const hears = (page: Page) =>
  expect
    .poll(async () => (await film(page)).heard, { message: "sound is decoded" })
    .toBeGreaterThan(1_000);

/** The clip has come to rest: a finger put down earlier would take hold of it on its way. */
const rests = (page: Page) =>
  page.locator("[role=feed]").evaluate(async (feed) => {
    const place = () => feed.scrollTop / feed.clientHeight;
    for (let still = 0, last = -1; still < 5; last = place()) {
      await new Promise(requestAnimationFrame);
      still = place() === last && Math.abs(last - Math.round(last)) < 0.01 ? still + 1 : 0;
    }
  });

/** What a finger does: down, a quick way along the screen, off. */
export async function swipe(page: Page, direction: "up" | "down") {
  await rests(page);
  const { width, height } = page.viewportSize()!;
  const [from, to] = direction === "up" ? [0.75, 0.2] : [0.2, 0.75];
  const cdp = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", part?: number) =>
    cdp.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: part === undefined ? [] : [{ x: width / 2, y: height * part }],
    });
  await touch("touchStart", from);
  for (let step = 1; step <= 10; step++) {
    await touch("touchMove", from + ((to - from) * step) / 10);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await touch("touchEnd");
  await cdp.detach();
}
