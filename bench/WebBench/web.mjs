// Takes the figures of the web app and writes them down. See bench/web.sh.
import { writeFile } from "node:fs/promises";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { openInstance } from "./instance.mjs";
import { lighthouseFigures } from "./lighthouse.mjs";
import { swipeFigures } from "./swipes.mjs";
import { tapFigures } from "./taps.mjs";

const all = { lighthouse: lighthouseFigures, swipes: swipeFigures, taps: tapFigures };
const args = process.argv.slice(2);
const at = args.includes("--at") ? args.splice(args.indexOf("--at"), 2)[1] : undefined;
const unknown = args.find((name) => !(name in all));
if (unknown) throw new Error(`There is no figure ${unknown}; there are ${Object.keys(all).join(", ")}.`);
const wanted = args.length > 0 ? args : Object.keys(all);

const instance = await openInstance(at);
const rested = loadavg()[0];
const parts = [];
try {
  for (const name of wanted) {
    console.log(name);
    const rows = await all[name](instance);
    for (const row of rows) console.log(`  ${row.join(" · ")}`);
    parts.push(`## ${name}\n\n| what | measured | wanted |\n|---|---|---|\n${rows.map((row) => `| ${row.join(" | ")} |`).join("\n")}\n`);
  }
} finally {
  await instance.close();
}
const date = new Date().toISOString().slice(0, 10);
const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB; load ${rested.toFixed(1)} before it began.`;
const file = join(import.meta.dirname, "..", "results", `${date}-web.md`);
await writeFile(file, `# The web app, ${date}\n\n${machine}\n\n${parts.join("\n")}`);
console.log(`Written to bench/results/${date}-web.md.`);
