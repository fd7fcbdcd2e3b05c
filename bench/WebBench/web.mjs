// Takes the figures of the web app. See bench/web.sh.
import { loadavg } from "node:os";
import { openInstance } from "./instance.mjs";
import { lighthouseFigures } from "./lighthouse.mjs";
import { loadFigures } from "./load.mjs";
import { report } from "./report.mjs";
import { swipeFigures } from "./swipes.mjs";
import { tapFigures } from "./taps.mjs";

const all = { lighthouse: lighthouseFigures, swipes: swipeFigures, taps: tapFigures, load: loadFigures };
const args = process.argv.slice(2);
const at = args.includes("--at") ? args.splice(args.indexOf("--at"), 2)[1] : undefined;
const unknown = args.find((name) => !(name in all));
if (unknown) throw new Error(`There is no figure ${unknown}; there are ${Object.keys(all).join(", ")}.`);

const loadBefore = loadavg()[0];
const tables = {};
const instance = await openInstance(at);
try {
  for (const name of args.length > 0 ? args : Object.keys(all)) {
    console.log(`\n${name}`);
    tables[name] = await all[name](instance);
    for (const row of tables[name].rows) console.log(`  ${row.join(" · ")}`);
  }
} finally {
  await instance.close();
}
if (args.length === 0) console.log(`\nWritten to ${await report(tables, loadBefore)}.`);
