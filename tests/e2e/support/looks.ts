import type { Page } from "@playwright/test";

/** What nobody would have to look at a picture for: words cut off, sideways scrolling, orphan loaders, two lit buttons. */
export async function whatLooksWrong(page: Page): Promise<string[]> {
  // A loader may turn while something is on its way, not longer.
  await page
    .waitForFunction(
      () =>
        ![...document.querySelectorAll(".animate-slits")].some((mark) => mark.checkVisibility()),
      null,
      { timeout: 60_000, polling: 100 },
    )
    .catch(() => undefined);
  return page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    await Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
        .map(({ finished }) => finished),
    );
    const faults: string[] = [];
    const name = (element: Element) =>
      `${element.tagName.toLowerCase()} “${(element.textContent ?? "").trim().slice(0, 40)}”`;
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide > 0) {
      const edge = document.documentElement.clientWidth + 1;
      const beyond = (element: Element) => element.getBoundingClientRect().right > edge;
      // What is as wide as the page has grown is no cause of it.
      const outside = [...document.querySelectorAll("main *")].filter(
        (element) => beyond(element) && ![...element.children].some(beyond),
      );
      faults.push(`scrolls sideways by ${wide} px: ${outside.slice(0, 3).map(name).join(", ")}`);
    }

    const top = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
    const seen = (element: Element) =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      element.closest("[inert], .sr-only, [aria-hidden=true]") === null;

    const lit = [...top.querySelectorAll("a, button")].filter(
      (element) =>
        seen(element) &&
        element.classList.contains("bg-lamp") &&
        element.classList.contains("min-h-11") &&
        !element.hasAttribute("aria-pressed"),
    );
    if (lit.length > 1) faults.push(`${lit.length} primary actions: ${lit.map(name).join(", ")}`);

    const loaders = [...top.querySelectorAll(".animate-slits")].filter((mark) =>
      mark.checkVisibility(),
    );
    if (loaders.length > 0) faults.push("a loader that does not end");

    // Words outside the box that cuts them off, unless they end in an ellipsis or can be scrolled to.
    const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!parent || !node.textContent?.trim() || !seen(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const words = range.getBoundingClientRect();
      if (words.width === 0) continue;
      let cut = false;
      let scrolls = false;
      for (let box: Element | null = parent; box && !cut && !scrolls; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (style.display === "inline") continue;
        // What ends in an ellipsis is meant to be short, and is where its own end is.
        if (style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none") {
          scrolls = true;
          break;
        }
        const room = box.getBoundingClientRect();
        const sideways = words.left < room.left - 1 || words.right > room.right + 1;
        if (style.overflowX === "auto" || style.overflowX === "scroll") scrolls = true;
        else if (style.overflowX !== "visible") cut = sideways;
        else if (box.matches("button, a.inline-flex, option, select")) cut = sideways;
        if (style.position === "fixed") break;
      }
      if (!scrolls && (words.left < -1 || words.right > innerWidth + 1)) cut = true;
      if (cut) faults.push(`cut off: ${name(parent)}`);
    }
    return [...new Set(faults)];
  });
}
