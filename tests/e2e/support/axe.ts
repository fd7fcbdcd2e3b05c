import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults } from "axe-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The rules about colours: all that a theme changes. */
const ofColours = ["color-contrast", "link-in-text-block"];

/** WCAG 2.2 AA by axe, as the screen looks now: by every rule or by these. */
export async function faultsNow(page: Page, screen: string, rules?: string[]): Promise<string[]> {
  // Evaluated, not added as a tag: the pages allow no script but their own.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const { violations } = await page.evaluate(async (rules): Promise<AxeResults> => {
    // What is on its way in or out has no colours of its own yet.
    await Promise.allSettled(
      document
        .getAnimations()
        .map(({ finished, effect }) =>
          effect?.getComputedTiming().endTime === Infinity ? null : finished,
        ),
    );
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    return axe.run({
      runOnly: rules ? { type: "rule", values: rules } : { type: "tag", values: tags },
    });
  }, rules);
  return violations.map(
    ({ id, help, nodes }) =>
      `${screen}: ${id}, ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
  );
}

/** In the dark and in the light. */
export async function faults(page: Page, screen: string): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await faultsNow(page, `${screen}, dark`);
  await page.emulateMedia({ colorScheme: "light" });
  return [...dark, ...(await faultsNow(page, `${screen}, light`, ofColours))];
}
