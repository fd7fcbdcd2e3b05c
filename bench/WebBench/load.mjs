// The watch page of somebody signed out, from the gateway's memory, beside a bare Kestrel that answers with the same bytes.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "./instance.mjs";
import { median } from "./report.mjs";

const [rounds, seconds] = [3, 5];
const headers = { Accept: "text/html", "Accept-Encoding": "gzip" };

async function rate(url) {
  const options = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const { stdout } = await promisify(execFile)("wrk", ["-t2", "-c32", `-d${seconds}s`, ...options, url]);
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(stdout);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]);
}

async function openBare(body) {
  const folder = await mkdtemp(join(tmpdir(), "zoetrope-bare-"));
  const [file, url] = [join(folder, "page"), `http://localhost:${await freePort()}`];
  await writeFile(file, body);
  const child = spawn("dotnet", ["run", join(import.meta.dirname, "bare.cs"), "--", file], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ASPNETCORE_URLS: url, Logging__LogLevel__Default: "Warning" },
    detached: true,
  });
  const close = async () => {
    process.kill(-child.pid, "SIGTERM");
    await rm(folder, { recursive: true, force: true });
  };
  for (let attempt = 0; attempt < 600 && child.exitCode === null; attempt++) {
    if (await fetch(url).then(({ ok }) => ok, () => false)) return { url, close };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await close();
  throw new Error("The bare server never answered.");
}

/** As it goes over the line. */
async function bytesOf(url) {
  const { stdout } = await promisify(execFile)("curl", ["-fsS", ...Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]), url], { encoding: "buffer", maxBuffer: 2 ** 24 });
  return stdout;
}

export async function loadFigures({ watch }) {
  const page = await bytesOf(watch);
  const bare = await openBare(page);
  try {
    const [ours, theirs] = [[], []];
    for (let round = 0; round <= rounds; round++) {
      const pair = [await rate(watch), await rate(bare.url)];
      // The first one warms up.
      if (round > 0) [ours, theirs].forEach((rates, index) => rates.push(pair[index]));
    }
    return {
      how: `The watch page for somebody signed out (${(page.length / 1000).toFixed(1)} kB gzip), by wrk with 32 connections, ${rounds} rounds of ${seconds} s in turns with a bare Kestrel answering the same bytes, medians, no rate limits.`,
      rows: [
        ["watch page", `${Math.round(median(ours)).toLocaleString("en")} requests/s`, "≥ 1,500"],
        ["bare Kestrel", `${Math.round(median(theirs)).toLocaleString("en")} requests/s`, "–"],
        ["ratio", (median(ours) / median(theirs)).toFixed(2), "–"],
      ],
    };
  } finally {
    await bare.close();
  }
}
