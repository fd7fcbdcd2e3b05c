// From the moment the next clip is 60 % on screen to its first frame, on a line of 8 Mbit/s with 60 ms.
import { openPhone, plays } from "./browser.mjs";
import { quantile } from "./numbers.mjs";

const swipes = 100;
/** A viewer looks at a clip before going on; the next one is loaded meanwhile. */
const lookMs = 1_500;

function instrument() {
  const told = { frames: [], posterless: 0, longTasks: 0, commits: 0 };
  Object.assign(window, { told });
  // React reports each commit to its developer tools; this stands in for them.
  window.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
    supportsFiber: true,
    inject: () => 1,
    onScheduleFiberRoot() {},
    onCommitFiberRoot: () => (told.commits += 1),
    onCommitFiberUnmount() {},
    onPostCommitFiberRoot() {},
  };
  new PerformanceObserver((list) => (told.longTasks += list.getEntries().length)).observe({ type: "longtask" });

  const waiting = new Map();
  const seen = new WeakSet();
  const visible = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting || waiting.has(target)) continue;
        const poster = target.querySelector("img[srcset], video[style*='opacity: 1']");
        if (poster instanceof HTMLImageElement && !poster.complete) told.posterless += 1;
        waiting.set(target, performance.now());
        watch(target);
      }
    },
    { threshold: 0.6 },
  );
  function watch(card) {
    const film = card.querySelector("video");
    if (!film) {
      if (card.isConnected) requestAnimationFrame(() => watch(card));
      return;
    }
    film.requestVideoFrameCallback((now) => told.frames.push(Math.max(0, now - waiting.get(card))));
  }
  new MutationObserver(() => {
    for (const card of document.querySelectorAll("[role=feed] article")) {
      if (seen.has(card)) continue;
      seen.add(card);
      visible.observe(card);
    }
  }).observe(document, { childList: true, subtree: true });
}

export async function swipeFigures({ url }) {
  const { page, cdp, close } = await openPhone({ instrument });
  try {
    await page.goto(url);
    await plays(page);
    await cdp.send("Network.enable");
    await cdp.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 60,
      downloadThroughput: 1_000_000,
      uploadThroughput: 1_000_000,
    });
    await page.evaluate(() => Object.assign(window.told, { frames: [], posterless: 0, longTasks: 0, commits: 0 }));
    for (let swipe = 0; swipe < swipes; swipe++) {
      await page.waitForTimeout(lookMs);
      await page.keyboard.press("ArrowDown");
    }
    await page.waitForTimeout(lookMs);
    const { frames, posterless, longTasks, commits } = await page.evaluate(() => window.told);
    const ms = (part) => `${Math.round(quantile(frames, part))} ms`;
    return [
      [`first frame after ${frames.length} swipes, p50`, ms(0.5), "≤ 150 ms"],
      ["first frame, p95", ms(0.95), "≤ 400 ms"],
      ["swipes without a poster in place", `${posterless}`, "0"],
      ["tasks over 50 ms", `${longTasks}`, "0 of our script"],
      ["React commits a swipe", (commits / swipes).toFixed(1), "≤ 2"],
    ];
  } finally {
    await close();
  }
}
