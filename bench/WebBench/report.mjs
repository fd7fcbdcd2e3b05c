// What was measured, as a table, with the machine it was measured on.
import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";

const repository = join(import.meta.dirname, "..", "..");

export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
}

export const median = (values) => quantile(values, 0.5);

export async function report(tables, loadBefore) {
  const git = (...args) => execFileSync("git", args, { cwd: repository, encoding: "utf8" }).trim();
  const changes = git("status", "--porcelain", "--untracked-files=no") ? " with changes" : "";
  const date = new Date().toISOString().slice(0, 10);
  const text = [
    "# The web app in Chromium",
    ...Object.values(tables).map(
      ({ how, rows }) => `${how}\n\n| what | measured | goal |\n|---|---|---|\n${rows.map((row) => `| ${row.join(" | ")} |`).join("\n")}`,
    ),
    `Machine: ${cpus().length} cores (${cpus()[0].model}), ${Math.floor(totalmem() / 2 ** 30)} GiB, load average ${loadBefore.toFixed(2)} before and ${loadavg()[1].toFixed(2)} at the end; browser, program and load share it. Measured ${date} on commit ${git("rev-parse", "--short", "HEAD")}${changes}.`,
    "Again: `bench/web.sh`",
  ].join("\n\n");
  const file = join("bench", "results", `${date}-web.md`);
  await writeFile(join(repository, file), `${text}\n`);
  return file;
}
