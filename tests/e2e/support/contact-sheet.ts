import { readFile } from "node:fs/promises";
import type { BrowserContext } from "@playwright/test";

interface Shot {
  screen: string;
  file: string;
}

/** Wide pictures need room to be read. */
const columns = (wide: boolean) => (wide ? 5 : 8);

/** Many pictures on one, each with its name. */
export async function contactSheet(
  context: BrowserContext,
  shots: Shot[],
  wide: boolean,
): Promise<Buffer> {
  const page = await context.newPage();
  try {
    const cells = await Promise.all(
      shots.map(
        async ({ screen, file }) =>
          `<figure><img src="data:image/png;base64,${(await readFile(file)).toString("base64")}"><figcaption>${screen}</figcaption></figure>`,
      ),
    );
    await page.setViewportSize({ width: 1600, height: 900 });
    await page.setContent(
      `<style>
        body { margin: 8px; display: grid; grid-template-columns: repeat(${columns(wide)}, 1fr); gap: 8px; background: #777; font: 12px sans-serif; color: #fff }
        figure { margin: 0 } img { width: 100%; display: block }
      </style>${cells.join("")}`,
    );
    await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
    const cdp = await context.newCDPSession(page);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    const { data } = await cdp.send("Page.captureScreenshot", {
      format: "webp",
      quality: 70,
      captureBeyondViewport: true,
      clip: { x: 0, y: 0, width: 1600, height, scale: 1 },
    });
    return Buffer.from(data, "base64");
  } finally {
    await page.close();
  }
}
