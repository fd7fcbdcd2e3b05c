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

// The messages of one language come along; which of them is not known, so the largest counts.
const languages = JSON.parse(
  readFileSync(`.next/server/app${route}/react-loadable-manifest.json`, "utf8"),
);
const size = (file) => gzipSync(readFileSync(`.next/${file}`), { level: 9 }).length;
const messages = Object.values(languages)
  .flatMap(({ files }) => files)
  .sort((a, b) => size(b) - size(a))
  .slice(0, 1);
if (messages.length === 0) throw new Error("No file of messages: are they in the page again?");

const files = new Set([...rootMainFiles, ...Object.values(entryJSFiles).flat(), ...messages]);
let total = 0;
for (const file of files) {
  const bytes = size(file);
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
