import { expect, test } from "./support/test.ts";

test("a private account is asked first, accepts, and then shows its clips", async ({
  instance,
  signedUp,
}) => {
  const [quiet, fan] = [await signedUp("petra"), await signedUp("pavel")];
  await quiet.post(await instance.clips.small(110), "Only for friends");

  await quiet.page.goto("/settings");
  await quiet.page.getByRole("switch", { name: /^Private account/ }).check();
  await expect
    .poll(async () => (await quiet.api<{ isPrivate: boolean }>("GET", "/users/me")).isPrivate)
    .toBe(true);

  const { page } = fan;
  const hidden = page.getByText(`@${quiet.username} shows clips to followers only.`);
  await expect(async () => {
    await page.goto(`/@${quiet.username}`);
    await expect(hidden).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
  await page.getByRole("button", { name: `Follow @${quiet.username}` }).click();
  await expect(page.getByRole("button", { name: `Requested @${quiet.username}` })).toBeVisible();

  await expect(
    quiet.page.getByRole("link", { name: /^Inbox, \d+ unread/ }).filter({ visible: true }),
  ).toBeVisible();
  await quiet.page.goto("/inbox");
  const requests = quiet.page.locator("section", {
    has: quiet.page.getByRole("heading", { name: "Follow requests" }),
  });
  await expect(requests.getByText(`@${fan.username}`)).toBeVisible();
  await requests.getByRole("button", { name: "Accept" }).click();
  await expect(requests).toBeHidden();

  await page.goto("/inbox");
  await expect(
    page.getByRole("main").getByText(`${quiet.username} accepted your request`),
  ).toBeVisible();
  await page.goto(`/@${quiet.username}`);
  await expect(page.getByRole("button", { name: `Following @${quiet.username}` })).toBeVisible();
  await expect(page.getByRole("link", { name: /Only for friends/ })).toBeVisible();
});

test("who follows each other sees who is online, and nobody else does", async ({ signedUp }) => {
  const [ana, ben, eve] = [await signedUp("ana"), await signedUp("ben"), await signedUp("eve")];
  await ana.api("PUT", `/users/${ben.username}/follow`);
  await ben.api("PUT", `/users/${ana.username}/follow`);
  await eve.api("PUT", `/users/${ben.username}/follow`);
  await ben.page.goto("/discover");
  await ana.page.goto(`/@${ben.username}`);
  await eve.page.goto(`/@${ben.username}`);
  const online = ana.page.getByText("Online", { exact: true });

  await expect(online).toBeVisible();
  await expect(eve.page.getByText("Online", { exact: true })).toBeHidden();
  await ben.page.goto("about:blank");
  await expect(online).toBeHidden();
  await ben.page.goto("/discover");
  await expect(online).toBeVisible();

  await test.step("not once it is switched off", async () => {
    await ben.page.goto("/settings");
    await ben.page.getByRole("switch", { name: /^Show when I am online/ }).uncheck();
    await expect(online).toBeHidden();
  });
});
