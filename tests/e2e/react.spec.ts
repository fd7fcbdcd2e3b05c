import { expect, test } from "./support/test.ts";
import { plays, watched } from "./support/screen.ts";

test("like, comment, reply and follow arrive with the author without a reload, and counts move on every open screen", async ({
  instance,
  signedUp,
  visitor,
}) => {
  const [author, fan, passer] = [await signedUp("ana"), await signedUp("ben"), await visitor()];
  const clip = await author.post(await instance.clips.small(40), "Paper lanterns #craft");
  for (const { page } of [author, fan, passer]) await page.goto(clip.url);
  await plays(passer.page);
  // Each screen is connected once its own first answer has come: from then on nothing is reloaded.
  for (const { page } of [author, fan, passer]) {
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  }
  const shows = async (name: string) => {
    for (const { page } of [author, fan, passer])
      await expect(watched(page).getByRole("button", { name })).toBeVisible();
  };

  await test.step("a like", async () => {
    await watched(fan.page).getByRole("button", { name: "Like, 0 likes" }).click();
    await expect(author.page.getByText(`${fan.username} likes your clip`)).toBeVisible();
    await shows("Like, 1 like");
  });

  await test.step("a comment, in the author's open list", async () => {
    await watched(author.page).getByRole("button", { name: "0 comments" }).click();
    await expect(author.page.getByText("Nobody has commented yet.")).toBeVisible();
    await watched(fan.page).getByRole("button", { name: "0 comments" }).click();
    await fan.page.getByRole("textbox", { name: "Write a comment" }).fill("How did you fold them?");
    await fan.page.getByRole("button", { name: "Send" }).click();
    await expect(author.page.getByText("How did you fold them?")).toBeVisible();
    await expect(author.page.getByText(`${fan.username} commented on your clip`)).toBeAttached();
    await expect(watched(passer.page).getByRole("button", { name: "1 comment" })).toBeVisible();
  });

  await test.step("a reply", async () => {
    await author.page.getByRole("button", { name: "Reply" }).click();
    await author.page.getByRole("textbox", { name: "Write a reply" }).fill("Twelve slits each");
    await author.page.getByRole("button", { name: "Send" }).click();
    await expect(author.page.getByText("Twelve slits each")).toBeVisible();
    await expect(fan.page.getByText(`${author.username} replied to you`)).toBeAttached();
    await fan.page.getByRole("button", { name: "Show 1 reply" }).click();
    await expect(fan.page.getByText("Twelve slits each")).toBeVisible();
    await expect(watched(passer.page).getByRole("button", { name: "2 comments" })).toBeVisible();
  });

  await test.step("a follow", async () => {
    await fan.page.getByRole("button", { name: "Close" }).click();
    await watched(fan.page)
      .getByRole("button", { name: `Follow @${author.username}` })
      .click();
    await expect(author.page.getByText(`${fan.username} follows you`)).toBeAttached();
  });

  await test.step("all of it is in the inbox, and the badge goes once it is read", async () => {
    for (const { page } of [author, fan, passer]) {
      expect(await page.evaluate(() => "sameDocument" in window)).toBe(true);
    }
    await author.page.keyboard.press("Escape");
    const { page } = author;
    await expect(
      page.getByRole("link", { name: /^Inbox, \d unread/ }).filter({ visible: true }),
    ).toBeVisible();
    await page.goto("/inbox");
    for (const act of ["likes your clip", "commented on your clip", "follows you"]) {
      await expect(page.getByRole("main").getByText(`${fan.username} ${act}`)).toBeVisible();
    }
    await expect(
      page.getByRole("link", { name: "Inbox", exact: true }).filter({ visible: true }),
    ).toBeVisible();
    await page.getByRole("button", { name: `Follow back @${fan.username}` }).click();
    await expect(fan.page.getByText(`${author.username} follows you`)).toBeAttached();
  });
});

test("a tap that needs an account is done once one has logged in", async ({
  instance,
  signedUp,
  visitor,
}) => {
  const [author, passer] = [await signedUp("ana"), await visitor()];
  const member = await signedUp("ben");
  const clip = await author.post(await instance.clips.small(40), "Paper lanterns #craft");
  const { page } = passer;
  await page.goto(clip.url);
  await watched(page).getByRole("button", { name: "Like, 0 likes" }).click();
  const sheet = page.getByRole("dialog", { name: "Log in to like" });
  await sheet.getByLabel("Username or e-mail").fill(member.username);
  await sheet.getByLabel("Password").fill("not this one");
  await sheet.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(sheet.getByRole("alert")).toContainText(/\w/);
  await sheet.getByLabel("Password").fill("correct horse battery staple");
  await sheet.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(sheet).toBeHidden();
  await expect(
    watched(page).getByRole("button", { name: "Like, 1 like", pressed: true }),
  ).toBeVisible();
  await expect
    .poll(
      async () =>
        (await author.api<{ stats: { likes: number } }>("GET", `/videos/${clip.id}`)).stats.likes,
    )
    .toBe(1);
});
