// A visitor's phone in Chromium.
import { chromium, devices } from "playwright-core";

export async function openPhone({ instrument } = {}) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH,
    args: ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"],
  });
  const context = await browser.newContext({ ...devices["Pixel 7"], locale: "en-GB" });
  const page = await context.newPage();
  if (instrument) await page.addInitScript(instrument);
  return { page, cdp: await context.newCDPSession(page), close: () => browser.close() };
}

/** The clip being watched moves. */
export const plays = (page) =>
  page.waitForFunction(
    () => [...document.querySelectorAll("[role=feed] article:not([inert]) video")].some(({ currentTime }) => currentTime > 0),
    null,
    { timeout: 60_000 },
  );
