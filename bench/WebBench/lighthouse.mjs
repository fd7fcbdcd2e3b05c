// Lighthouse with its mobile preset, the median of five.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { median } from "./numbers.mjs";

const runs = 5;
const flags = ["--headless=new", "--no-sandbox", "--disable-gpu"];

async function measure(url) {
  const results = [];
  for (let run = 0; run < runs; run++) {
    const chrome = await launch({ chromePath: process.env.ZOETROPE_CHROMIUM, chromeFlags: flags });
    try {
      const { lhr } = await lighthouse(url, { port: chrome.port, logLevel: "error" });
      if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
      results.push(lhr);
    } finally {
      chrome.kill();
    }
  }
  return {
    score: (name) => Math.round(median(results.map((lhr) => lhr.categories[name].score * 100))),
    ms: (name) => Math.round(median(results.map((lhr) => lhr.audits[name].numericValue))),
    shift: median(results.map((lhr) => lhr.audits["cumulative-layout-shift"].numericValue)),
    bytes: Math.round(
      median(
        results.map((lhr) =>
          lhr.audits["network-requests"].details.items
            .filter(({ resourceType }) => resourceType === "Script")
            .reduce((sum, { transferSize }) => sum + transferSize, 0),
        ),
      ) / 1000,
    ),
  };
}

export async function lighthouseFigures({ url, watch }) {
  const rows = [];
  // The page with the least of our own in it: what the feed adds is the difference.
  const bare = await measure(`${url}/about`);
  for (const [name, address] of [
    ["feed", url],
    ["watch page", watch],
  ]) {
    const page = await measure(address);
    rows.push(
      [`${name}: performance`, page.score("performance"), "≥ 90"],
      [`${name}: accessibility`, page.score("accessibility"), "100"],
      [`${name}: best practices`, page.score("best-practices"), "≥ 95"],
      [`${name}: SEO`, page.score("seo"), name === "feed" ? "–" : "100"],
      [`${name}: largest contentful paint`, `${page.ms("largest-contentful-paint")} ms`, "< 2,500 ms"],
      [`${name}: interactive`, `${page.ms("interactive")} ms`, "< 3,500 ms"],
      [`${name}: layout shift`, page.shift.toFixed(3), "< 0.1"],
      [`${name}: blocking, more than a bare page`, `${page.ms("total-blocking-time") - bare.ms("total-blocking-time")} ms`, "≤ 100 ms"],
      [`${name}: scripts sent`, `${page.bytes} kB`, "< 240 kB first load"],
    );
  }
  return rows;
}
