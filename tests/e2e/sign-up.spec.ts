import { expect, test } from "./support/test.ts";

test("what is wrong with a sign-up is said at its field, and nothing typed is lost", async ({
  instance,
  visitor,
  signedUp,
}) => {
  const taken = await signedUp("ana");
  const { page } = await visitor();
  await page.goto(`/join/${await instance.inviteCode()}`);
  const [username, email, password] = [
    page.getByLabel("Username"),
    page.getByLabel("E-mail"),
    page.getByLabel("Password"),
  ];

  await username.fill(taken.username);
  await expect(username).toHaveAccessibleDescription(/This name is taken\./);
  await username.fill("admin");
  await expect(username).toHaveAccessibleDescription(/This name is reserved\./);

  await username.fill("gil");
  await email.fill("gil");
  await password.fill("password123");
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(email).toBeFocused();
  expect(await email.evaluate((field: HTMLInputElement) => field.validationMessage)).toMatch(/\w/);

  await email.fill("gil@example.org");
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(password).toHaveAttribute("aria-invalid", "true");
  await expect(password).toHaveAccessibleDescription(/common/);
  await expect(username).toHaveValue("gil");
  await expect(email).toHaveValue("gil@example.org");

  await password.fill("a field of late poppies");
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page).toHaveURL(`${instance.url}/`);
  await page.goto("/settings");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
});

test("without an invite the form asks for one", async ({ instance, visitor }) => {
  await instance.inviteCode();
  const { page } = await visitor();
  await page.goto("/sign-up");
  await page.getByLabel("Invite code").fill("made-up");
  await page.getByLabel("Username").fill("hanna");
  await page.getByLabel("E-mail").fill("hanna@example.org");
  await page.getByLabel("Password").fill("a field of late poppies");
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page.getByLabel("Invite code")).toHaveAttribute("aria-invalid", "true");
});
