// Marks what the build made for browsers as code to be compiled while it loads. V8 otherwise only skims a module and
// compiles it when it first runs, on the main thread (bench/results/2026-11-30-web.md). Costs half a megabyte of memory.
// Other engines see a comment. See https://v8.dev/blog/explicit-compile-hints.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

const hint = "//# allFunctionsCalledOnLoad\n";

const chunks = ".next/static/chunks";
for (const name of readdirSync(chunks, { recursive: true })) {
  if (!name.endsWith(".js")) continue;
  const file = `${chunks}/${name}`;
  const script = readFileSync(file, "utf8");
  if (!script.startsWith(hint)) writeFileSync(file, hint + script);
}
