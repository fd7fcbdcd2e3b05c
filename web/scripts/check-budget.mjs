// First-load JavaScript of the feed, gzip, from the build's own manifests. Fails above the budget.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const budgetKb = 240;
const route = "/(site)/page";

const sandbox = {};
new Function(
  "globalThis",
  "self",
  readFileSync(`.next/server/app${route}_client-reference-manifest.js`, "utf8"),
)(sandbox, sandbox);
const { entryJSFiles } = sandbox.__RSC_MANIFEST[route];
const { rootMainFiles } = JSON.parse(readFileSync(".next/build-manifest.json", "utf8"));

const gzip = (file) => gzipSync(readFileSync(file), { level: 9 }).length;
const files = new Set([...rootMainFiles, ...Object.values(entryJSFiles).flat()]);
const loaded = [...files].map((file) => [file, gzip(`.next/${file}`)]);
// The messages of one language come along, as a file of their own: the larger counts.
const messages = Math.max(gzip("messages/en.json"), gzip("messages/de.json"));

let total = 0;
for (const [file, bytes] of [...loaded, ["messages of one language", messages]]) {
  total += bytes;
  console.log(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${file}`);
}
const kb = total / 1000;
console.log(`${kb.toFixed(1).padStart(7)} kB  first load of the feed (budget ${budgetKb} kB)`);
if (kb >= budgetKb) {
  console.error(
    "The feed loads too much JavaScript: import what is not needed at once dynamically.",
  );
  process.exit(1);
}
