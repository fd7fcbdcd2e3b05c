import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults } from "axe-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** WCAG 2.2 AA by axe, as the screen looks now. */
export async function faultsNow(page: Page, screen: string): Promise<string[]> {
  // Evaluated, not added as a tag: the pages allow no script but their own.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(async (): Promise<AxeResults> => {
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
    return axe.run({ runOnly: { type: "tag", values: tags } });
  });
  return violations.map(
    ({ id, help, nodes }) =>
      `${screen}: ${id}, ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
  );
}

/** In the dark and in the light. */
export async function faults(page: Page, screen: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await faultsNow(page, `${screen}, ${colorScheme}`)));
  }
  return found;
}
