import { faults } from "./support/axe.ts";
import { admin, expect, password, test } from "./support/test.ts";

// The setup link works once.
test.use({ apart: "setup" });

test("every step of the setup passes axe in both themes", async ({ instance, visitor }) => {
  const { page } = await visitor();
  const found: string[] = [];
  async function look(step: string, heading: string) {
    await test.step(step, async () => {
      await expect(page.getByRole("heading", { name: heading, exact: true })).toBeVisible();
      found.push(...(await faults(page, `setup, ${step}`)));
    });
  }
  const next = page.getByRole("button", { name: "Next", exact: true });

  await page.goto(instance.program.setupLink);
  await look("the place", "Set up your place");
  await page.getByLabel("Name", { exact: true }).fill("Lantern House");
  await next.click();
  await look("its look", "How it looks");
  await page.getByLabel("Accent colour").fill("#3f51b5");
  await next.click();
  await expect(page.getByText(/^Too dark for dark text/)).toBeVisible();
  // Not looked at with axe: its sample shows what the words refuse.
  await page.getByRole("button", { name: "Skip for now" }).click();
  await look("who may join", "Who may join");
  await next.click();
  await look("rules and legal pages", "Rules and legal pages");
  await next.click();
  await look("the first account", "You");
  await page.getByLabel("Username").fill(admin.username);
  await page.getByLabel("E-mail").fill(admin.email);
  await page.getByLabel("Password").fill(password);
  // A busy machine may ask to try again in a moment.
  await expect(async () => {
    await page.getByRole("button", { name: "Open the place" }).click();
    const open = page.getByRole("heading", { name: "Your place is open" });
    await expect(open.or(page.getByRole("alert").filter({ hasText: /\w/ }))).toBeVisible();
    await expect(open).toBeVisible({ timeout: 1 });
  }).toPass();
  await look("done", "Your place is open");

  expect(found).toEqual([]);
});
