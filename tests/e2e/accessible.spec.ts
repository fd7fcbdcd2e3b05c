import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults } from "axe-core";
import { plays, watched } from "./support/screen.ts";
import { expect, test } from "./support/test.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** WCAG 2.2 AA by axe, in the dark and in the light. */
async function faults(page: Page, screen: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
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
    for (const { id, help, nodes } of violations) {
      found.push(
        `${screen}, ${colorScheme}: ${id}, ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
      );
    }
  }
  return found;
}

test("every screen passes axe in both themes", async ({ instance, signedUp, visitor }) => {
  test.setTimeout(360_000);
  const [author, member, passer] = [await signedUp("ida"), await signedUp("jon"), await visitor()];
  const clip = await author.post(await instance.clips.small(140), "Slits in the drum #optics");
  const comment = await member.api<{ id: string }>("POST", `/videos/${clip.id}/comments`, {
    text: "It moves @everyone",
  });
  await author.api("POST", `/videos/${clip.id}/comments`, {
    text: "It does",
    parentId: comment.id,
  });
  await member.api("PUT", `/videos/${clip.id}/like`);
  await member.api("PUT", `/users/${author.username}/follow`);

  const found: string[] = [];
  const look = async (
    page: Page,
    screen: string,
    path: string | null,
    ready: () => Promise<unknown>,
  ) => {
    await test.step(screen, async () => {
      if (path) await page.goto(path);
      await ready();
      found.push(...(await faults(page, screen)));
    });
  };
  const shows = (page: Page, words: string | RegExp) => () =>
    expect(page.getByText(words).filter({ visible: true }).first()).toBeVisible();

  const out = passer.page;
  await look(out, "watch page", clip.url, () => plays(out));
  await look(out, "share sheet", null, async () => {
    await watched(out)
      .getByRole("button", { name: /^Share/ })
      .click();
    await shows(out, "Copy link")();
  });
  await look(out, "log-in sheet", clip.url, async () => {
    await watched(out).getByRole("button", { name: /^Like/ }).click();
    await shows(out, "Log in to like")();
  });
  await look(out, "log in", "/log-in", shows(out, "Log in to"));
  await look(out, "sign up", `/join/${await instance.inviteCode()}`, shows(out, "You are invited"));
  await look(out, "setup without a link", "/setup", shows(out, /\w/));
  await look(out, "not found", "/nowhere/at/all", shows(out, /\w/));
  await look(out, "about", "/about", () =>
    expect(out.getByRole("heading", { name: "Lantern House" })).toBeVisible(),
  );
  await look(out, "embed", `/embed/${clip.id}`, () => expect(out.locator("video")).toBeVisible());

  const { page } = member;
  await look(page, "for you", "/", () => plays(page));
  await look(page, "comments", clip.url, async () => {
    await watched(page).getByRole("button", { name: "2 comments" }).click();
    await shows(page, "It moves")();
    await page.getByRole("button", { name: "Show 1 reply" }).click();
    await shows(page, "It does")();
  });
  await look(page, "more", "/", async () => {
    await plays(page);
    await watched(page)
      .getByRole("group", { name: "Actions" })
      .getByRole("button", { name: "More" })
      .click();
    await shows(page, "Not interested")();
  });
  await look(page, "why", null, async () => {
    await page.getByRole("button", { name: "Why am I seeing this" }).click();
    await shows(page, "Together")();
  });
  await look(page, "following", "/following", () => plays(page));
  await look(page, "discover", "/discover", shows(page, "Latest"));
  await look(page, "search", "/search", () =>
    expect(page.getByRole("heading", { name: "Search", level: 1 })).toBeVisible(),
  );
  await look(page, "results", "/search?q=drum", () =>
    expect(page.getByRole("link", { name: /Slits in the drum/ }).first()).toBeVisible(),
  );
  await look(page, "tag", "/tag/optics", () =>
    expect(page.getByRole("link", { name: /Slits in the drum/ })).toBeVisible(),
  );
  await look(page, "profile", `/@${author.username}`, () =>
    expect(page.getByRole("link", { name: /Slits in the drum/ })).toBeVisible(),
  );
  await look(page, "own empty profile", `/@${member.username}`, shows(page, `@${member.username}`));
  await look(page, "inbox with one reply", "/inbox", shows(page, "replied to you"));
  await look(page, "settings", "/settings", shows(page, "Where you are logged in"));
  await look(page, "upload", "/upload", shows(page, "Choose clips"));
  await look(page, "upload under way", null, async () => {
    await page.getByLabel("Choose clips").setInputFiles(await instance.clips.small(140));
    await shows(page, "Sent")();
  });
  await look(author.page, "inbox", "/inbox", shows(author.page, "commented on your clip"));

  expect(found).toEqual([]);
});
