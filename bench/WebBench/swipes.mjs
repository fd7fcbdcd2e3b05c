// From the moment the next clip is 60 % on screen to its first frame, on a line of 8 Mbit/s with 60 ms: ours, and bare <video> elements.
import { openPhone, plays } from "./browser.mjs";
import { quantile } from "./report.mjs";

/** Each lap is another visitor with an empty cache: clips come again in a feed after a while. */
const laps = 4;
const swipesALap = 25;
/** Visitors who come for the first time. */
const arrivals = 20;
/** From one swipe to the next. */
const everyMs = 1_000;

/** In the page: waits for frames, and counts what should not be. */
function instrument() {
  const told = { first: 0, frames: [], missed: 0, posterless: 0, tasks: 0, ours: 0, commits: 0 };
  window.told = told;
  // React reports each commit to its developer tools; this stands in for them.
  window.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
    supportsFiber: true,
    inject: () => 1,
    onScheduleFiberRoot() {},
    onCommitFiberRoot: () => (told.commits += 1),
    onCommitFiberUnmount() {},
    onPostCommitFiberRoot() {},
  };
  new PerformanceObserver((list) => (told.tasks += list.getEntries().length)).observe({ type: "longtask" });
  new PerformanceObserver((list) => {
    for (const { scripts } of list.getEntries()) told.ours += scripts.filter(({ duration }) => duration > 50).length;
  }).observe({ type: "long-animation-frame" });

  const visible = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        visible.unobserve(target);
        const picture = target.querySelector("img[srcset]");
        if (!picture?.complete && target.querySelector("video")?.style.opacity !== "1") told.posterless += 1;
        told.missed += 1;
        watch(target, performance.now());
      }
    },
    { threshold: 0.6 },
  );
  function watch(card, since) {
    const film = card.querySelector("video");
    if (film) {
      film.requestVideoFrameCallback((now) => {
        told.first ||= now;
        told.missed -= 1;
        told.frames.push(Math.max(0, now - since));
      });
    } else if (card.isConnected) requestAnimationFrame(() => watch(card, since));
  }
  const seen = new WeakSet();
  new MutationObserver(() => {
    for (const card of document.querySelectorAll("[role=feed] article")) {
      if (seen.has(card)) continue;
      seen.add(card);
      visible.observe(card);
    }
  }).observe(document, { childList: true, subtree: true });
}

/** The least that scrolls and plays: the next film loads while this one plays. */
const bare = (films) => `<!doctype html><meta name="viewport" content="width=device-width">
<style>body { margin: 0 } main { height: 100dvh; overflow-y: scroll; scroll-snap-type: y mandatory }
article { height: 100%; scroll-snap-align: start; scroll-snap-stop: always } video { width: 100%; height: 100% }</style>
<main role="feed">${films.map((film) => `<article><video muted playsinline loop preload="none" src="${film}"></video></article>`).join("")}</main>
<script>
  const main = document.querySelector("main"), films = [...document.querySelectorAll("video")];
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const film = target.firstChild, place = films.indexOf(film), next = films[place + 1], old = films[place - 2];
      if (!isIntersecting) { film.pause(); continue; }
      film.play().then(() => next && (next.preload = "auto"), () => undefined);
      // A film that is kept holds a connection, and there are six.
      if (old) { old.removeAttribute("src"); old.load(); }
    }
  }, { threshold: 0.6 });
  for (const card of main.children) seen.observe(card);
  let at = 0;
  addEventListener("keydown", () => main.scrollTo({ top: (at += 1) * main.clientHeight, behavior: "smooth" }));
</script>`;

async function slow(cdp) {
  const speed = 8_000_000 / 8;
  await cdp.send("Network.enable");
  await cdp.send("Network.emulateNetworkConditions", { offline: false, latency: 60, downloadThroughput: speed, uploadThroughput: speed });
}

const playing = (page) => page.waitForFunction(() => window.told.frames.length > 0, null, { timeout: 60_000 });

/** From the navigation to the first frame of the first clip, with an empty cache. */
async function arrival(url) {
  const { page, cdp, close } = await openPhone({ instrument });
  try {
    await slow(cdp);
    await page.goto(url);
    await playing(page);
    return await page.evaluate(() => window.told.first);
  } finally {
    await close();
  }
}

async function lap(open) {
  const { page, cdp, close } = await openPhone({ instrument });
  try {
    await open(page);
    await playing(page);
    await slow(cdp);
    await page.evaluate(() => Object.assign(window.told, { frames: [], missed: 0, posterless: 0, tasks: 0, ours: 0, commits: 0 }));
    for (let swipe = 0; swipe < swipesALap; swipe++) {
      await page.waitForTimeout(everyMs);
      await page.keyboard.press("ArrowDown");
    }
    await page.waitForTimeout(3 * everyMs);
    return await page.evaluate(() => window.told);
  } finally {
    await close();
  }
}

export async function swipeFigures({ url, films }) {
  const [ours, theirs, cold] = [[], [], []];
  for (let number = 0; number < arrivals; number++) cold.push(await arrival(url));
  for (let number = 0; number < laps; number++) {
    ours.push(
      await lap(async (page) => {
        await page.goto(url);
        await plays(page);
      }),
    );
    // Half as many are enough to compare with.
    if (number % 2 === 1) continue;
    theirs.push(
      await lap(async (page) => {
        await page.route(`${url}/bare`, (route) => route.fulfill({ contentType: "text/html", body: bare(films) }));
        await page.goto(`${url}/bare`);
        await page.unrouteAll();
      }),
    );
  }
  const sum = (told, name) => told.reduce((all, one) => all + one[name], 0);
  const frames = (told) => told.flatMap((one) => one.frames);
  const rounded = (times, part) => `${Math.round(quantile(times, part))} ms`;
  const ms = (told, part) => rounded(frames(told), part);
  const swipes = laps * swipesALap;
  return {
    how: `A swipe to the next clip's first frame: from 60 % on screen (IntersectionObserver) to \`requestVideoFrameCallback\`, a phone's window, 8 Mbit/s and 60 ms (CDP), a swipe each ${everyMs / 1000} s plus its scrolling, ${laps} visitors with ${swipesALap} swipes each. Bare: a page of nothing but \`<video>\` elements, the same clips, the next one loaded ahead. Cold: from the navigation to the first frame of the first clip, ${arrivals} visitors with an empty cache, the same line.`,
    rows: [
      ["cold: first frame, p50", rounded(cold, 0.5), "–"],
      ["cold: first frame, p95", rounded(cold, 0.95), "≤ 1,500 ms"],
      [`first frame, p50 of ${frames(ours).length}`, ms(ours, 0.5), "≤ 150 ms"],
      ["first frame, p95", ms(ours, 0.95), "≤ 400 ms"],
      [`bare: first frame, p50 of ${frames(theirs).length}`, ms(theirs, 0.5), "–"],
      ["bare: first frame, p95", ms(theirs, 0.95), "–"],
      ["left before its first frame (bare)", `${sum(ours, "missed")} (${sum(theirs, "missed")})`, "0"],
      ["swipes to a clip whose poster was still a blur", sum(ours, "posterless"), "0"],
      ["tasks over 50 ms (bare)", `${sum(ours, "tasks")} (${sum(theirs, "tasks")})`, "–"],
      ["of these, a script of ours over 50 ms", sum(ours, "ours"), "0"],
      ["React commits a swipe", (sum(ours, "commits") / swipes).toFixed(1), "≤ 2"],
    ],
  };
}
