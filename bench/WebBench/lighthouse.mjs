// Lighthouse with its mobile preset, the median of five.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { median } from "./report.mjs";

const runs = 5;
/** Chromium lets a page draw once a second while the frames it has sent are not shown: on two busy cores that meets first paints. */
const heldBackMs = 1_000;

async function run(url, onlyCategories) {
  const chrome = await launch({ chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"], logLevel: "silent" });
  try {
    const { lhr } = await lighthouse(url, { port: chrome.port, logLevel: "error", onlyCategories });
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    return lhr;
  } finally {
    chrome.kill();
  }
}

export async function lighthouseFigures({ url, watch }) {
  const pages = { feed: url, "watch page": watch, "page of words": `${url}/about` };
  const results = Object.fromEntries(Object.keys(pages).map((name) => [name, []]));
  // The program has just started: its first answers are those of a compiler at work, and of files nobody has compressed yet.
  for (let visit = 0; visit < 2; visit++) for (const address of Object.values(pages)) await run(address, ["performance"]);
  // In turns, so that what the machine does meanwhile meets all of them.
  for (let round = 0; round < runs; round++) {
    for (const [name, address] of Object.entries(pages)) results[name].push(await run(address, name === "page of words" ? ["performance"] : undefined));
  }
  const score = (page, name) => Math.round(median(results[page].map(({ categories }) => categories[name].score * 100)));
  const value = (page, audit) => median(results[page].map(({ audits }) => audits[audit].numericValue));
  const ms = (page, audit) => Math.round(value(page, audit));
  const failed = [...new Set(["feed", "watch page"].flatMap((page) => results[page].flatMap(failedAudits)))];
  const heldBack = (page) => results[page].filter(({ audits }) => audits.metrics.details.items[0].observedFirstContentfulPaint > heldBackMs).length;
  const blocking = (page) => ms(page, "total-blocking-time");
  return {
    how: `Lighthouse, its mobile preset (a slow phone on slow 4G, simulated), the median of ${runs}, after two visits of each page that are not counted. The page of words is \`/about\`: the same app with nothing to play.`,
    rows: [
      ...["feed", "watch page"].flatMap((page) => [
        [`${page}: performance`, score(page, "performance"), "≥ 90"],
        [`${page}: accessibility`, score(page, "accessibility"), "100"],
        [`${page}: best practices`, score(page, "best-practices"), "≥ 95"],
        [`${page}: SEO`, score(page, "seo"), page === "feed" ? "–" : "100"],
        [`${page}: largest contentful paint`, `${ms(page, "largest-contentful-paint")} ms`, "< 2,500 ms"],
        [`${page}: visits whose first paint the browser held back a second`, `${heldBack(page)} of ${runs}`, "–"],
        [`${page}: time to interactive`, `${ms(page, "interactive")} ms`, "< 3,500 ms"],
        [`${page}: layout shift`, value(page, "cumulative-layout-shift").toFixed(3), "< 0.1"],
      ]),
      ["blocking time of the feed less that of the page of words", `${blocking("feed") - blocking("page of words")} ms (${blocking("feed")} − ${blocking("page of words")})`, "≤ 100 ms"],
      ["audits of accessibility, best practices or SEO that failed once", failed.join(", ") || "none", "none"],
    ],
  };
}

const failedAudits = ({ categories, audits }) =>
  ["accessibility", "best-practices", "seo"].flatMap((name) =>
    categories[name].auditRefs.filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1).map(({ id }) => id),
  );
