// Completes package-lock.json with the optional packages of other platforms. npm leaves those out that the registry at hand
// does not carry, and then refuses `npm ci` on every platform. An entry that names its platform is enough: npm skips it where
// it does not fit and fetches it where it does. Run after every `npm install` that changes a lock file:
//   node tools/complete-lock.mjs web
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const path = join(process.argv[2] ?? ".", "package-lock.json");
const lock = JSON.parse(readFileSync(path, "utf8"));
const systems = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
  "wasm32",
];
const processors = ["arm64", "aarch64", "arm", "armv7", "x64", "ia32", "riscv64", "ppc64", "s390x", "loong64", "mips64el"];
const nodeNames = { aarch64: "arm64", armv7: "arm" };

/** What of a name such as `@next/swc-linux-arm64-gnu` restricts it to a platform; null where nothing does. */
function platformOf(name) {
  const parts = name.split("/").at(-1).split("-");
  const os = systems.find((system) => parts.includes(system));
  if (!os) return null;
  if (os === "wasm32") return { cpu: ["wasm32"] };
  const cpu = processors.find((processor) => parts.includes(processor));
  return { os: [os], ...(cpu ? { cpu: [nodeNames[cpu] ?? cpu] } : {}) };
}

let added = 0;
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`;
    const platform = platformOf(name);
    if (lock.packages[key] || !platform) continue;
    lock.packages[key] = { version: version.replace(/^[\^~]/, ""), optional: true, ...platform };
    added++;
  }
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)),
);
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} packages of other platforms added to ${path}`);
