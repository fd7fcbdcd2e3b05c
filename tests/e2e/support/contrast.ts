import type { Page } from "@playwright/test";

export interface Contrast {
  words: string;
  /** The lowest ratio of WCAG 1.4.3 behind any of its pixels but the worst hundredth, which are noise of the encoder. */
  ratio: number;
  needs: number;
}

interface Words {
  words: string;
  color: string;
  needs: number;
  box: { x: number; y: number; width: number; height: number };
}

/** What is written over the watched clip, and where. */
const written = (page: Page): Promise<Words[]> =>
  page.evaluate(() => {
    const roots = [
      document.querySelector("[role=feed] > :not([inert])"),
      document.querySelector("nav[aria-label=Feeds]"),
    ];
    const found: Words[] = [];
    for (const root of roots) {
      if (!root?.checkVisibility()) continue;
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement!;
        const seen = parent.checkVisibility({ opacityProperty: true, visibilityProperty: true });
        if (!node.textContent?.trim() || !seen || parent.closest(".sr-only, video")) continue;
        const { color, fontSize, fontWeight } = getComputedStyle(parent);
        const size = parseFloat(fontSize);
        const large = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700);
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const { x, y, width, height } of range.getClientRects()) {
          if (width < 2 || x < 0 || y < 0 || x + width > innerWidth) continue;
          found.push({
            words: node.textContent.trim().slice(0, 30),
            color,
            needs: large ? 3 : 4.5,
            box: { x, y, width, height },
          });
        }
      }
    }
    return found;
  });

/** Measures by the pixels themselves: what is behind each word once the words are taken away. */
export async function contrasts(page: Page): Promise<Contrast[]> {
  const words = await written(page);
  const hide = await page.evaluateHandle(() => {
    const touched = [...document.querySelectorAll<HTMLElement>("[role=feed] *, nav *")];
    for (const { style } of touched) {
      style.setProperty("color", "transparent", "important");
      style.setProperty("text-decoration-color", "transparent", "important");
      style.setProperty("transition", "none", "important");
    }
    return touched;
  });
  const picture = (await page.screenshot({ scale: "css" })).toString("base64");
  await hide.evaluate((touched) => {
    for (const { style } of touched) {
      for (const name of ["color", "text-decoration-color", "transition"])
        style.removeProperty(name);
    }
  });

  // The app's pages take no picture from elsewhere; an empty one does.
  const desk = await page.context().newPage();
  try {
    return await desk.evaluate(
      async ({ picture, words }) => {
        const image = new Image();
        image.src = `data:image/png;base64,${picture}`;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const paper = canvas.getContext("2d", { willReadFrequently: true })!;
        paper.drawImage(image, 0, 0);
        const linear = (value: number) =>
          value <= 0.04045 * 255 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
        const luminance = (red: number, green: number, blue: number) =>
          0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
        return words.map(({ words, color, needs, box }) => {
          const [red, green, blue] = color.match(/[\d.]+/g)!.map(Number) as [
            number,
            number,
            number,
          ];
          const ink = luminance(red, green, blue);
          const { data } = paper.getImageData(box.x, box.y, box.width, box.height);
          const ratios: number[] = [];
          for (let at = 0; at < data.length; at += 4) {
            const ground = luminance(data[at]!, data[at + 1]!, data[at + 2]!);
            ratios.push((Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05));
          }
          ratios.sort((a, b) => a - b);
          return { words, needs, ratio: ratios[Math.floor(ratios.length / 100)]! };
        });
      },
      { picture, words },
    );
  } finally {
    await desk.close();
  }
}
