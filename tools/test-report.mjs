// Reads the reports of xUnit (CTRF), vitest and Playwright. `suite` prints one line and keeps the counts; `total` adds them up.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [command, ...rest] = process.argv.slice(2);
if (command === "suite") suite(...rest);
else total(...rest);

function suite(name, report, code, log, seconds, folder) {
  const counts = existsSync(report) ? read(JSON.parse(readFileSync(report, "utf8"))) : { passed: 0, failed: 0, skipped: 0, failures: [] };
  // A test program that died has no report, or an exit code that no failed test explains; one that ran nothing proves nothing.
  const crashed = !existsSync(report) || (code !== "0" && counts.failed === 0) || counts.passed + counts.failed + counts.skipped === 0;
  if (crashed) {
    counts.failed++;
    counts.failures.push({ name: `${name} crashed (exit code ${code})`, message: tail(log) });
  }
  for (const { name: test, message } of counts.failures) console.log(`  FAILED ${test}\n${indent(message)}`);
  console.log(`${name.padEnd(16)} ${line(counts)}, ${seconds} s${crashed ? `, see ${log}` : ""}`);
  writeFileSync(join(folder, `${name}.counts.json`), JSON.stringify({ ...counts, failures: undefined }));
}

function total(folder) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const file of readdirSync(folder).filter((f) => f.endsWith(".counts.json"))) {
    const counts = JSON.parse(readFileSync(join(folder, file), "utf8"));
    for (const key of Object.keys(sum)) sum[key] += counts[key];
  }
  console.log(line(sum));
  process.exit(sum.failed === 0 && sum.passed > 0 ? 0 : 1);
}

function read(report) {
  if (report.results) return readCtrf(report.results);
  if (report.testResults) return readVitest(report);
  return readPlaywright(report);
}

function readCtrf({ tests }) {
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const test of tests) {
    if (test.status === "passed") counts.passed++;
    else if (test.status === "skipped" || test.status === "pending") counts.skipped++;
    else {
      counts.failed++;
      counts.failures.push({ name: test.name, message: [test.message, test.trace].filter(Boolean).join("\n") });
    }
  }
  return counts;
}

function readVitest(report) {
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const file of report.testResults) {
    // A file that does not even load has no tests to fail.
    if (file.status === "failed" && file.assertionResults.length === 0) {
      counts.failed++;
      counts.failures.push({ name: file.name, message: file.message });
    }
    for (const test of file.assertionResults) {
      if (test.status === "passed") counts.passed++;
      else if (test.status === "failed") {
        counts.failed++;
        counts.failures.push({ name: test.fullName, message: test.failureMessages.join("\n") });
      } else counts.skipped++;
    }
  }
  return counts;
}

function readPlaywright(report) {
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  const walk = (suite, path) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        if (test.status === "expected" || test.status === "flaky") counts.passed++;
        else if (test.status === "skipped") counts.skipped++;
        else {
          counts.failed++;
          const error = test.results.flatMap((r) => r.errors ?? []).map((e) => e.message)[0] ?? test.status;
          counts.failures.push({ name: [...path, spec.title, test.projectName].join(" › "), message: error });
        }
      }
    }
    for (const inner of suite.suites ?? []) walk(inner, [...path, inner.title]);
  };
  for (const suite of report.suites ?? []) walk(suite, [suite.title]);
  for (const error of report.errors ?? []) {
    counts.failed++;
    counts.failures.push({ name: "playwright", message: error.message });
  }
  return counts;
}

function line({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function tail(file) {
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(-25).join("\n") : "";
}

function indent(text) {
  return text.split("\n").slice(0, 25).map((l) => `    ${l}`).join("\n");
}
