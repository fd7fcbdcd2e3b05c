import { plays, watched } from "./support/screen.ts";
import { admin, expect, password, test } from "./support/test.ts";

test("what is reported is looked at and taken away with a reason that its author is told", async ({
  instance,
  signedUp,
  visitor,
}) => {
  const [author, fan, moderator] = [
    await signedUp("nora"),
    await signedUp("nils"),
    await visitor(),
  ];
  await moderator.api("POST", "/auth/login", { login: admin.username, password });
  const clip = await author.post(await instance.clips.small(170), "Cheap watches #sale");
  const { id } = await fan.api<{ id: string }>("POST", `/videos/${clip.id}/comments`, {
    text: "You are all fools",
  });

  await test.step("the author reports the comment, another the clip", async () => {
    await author.api("POST", "/reports", { kind: "comment", id, reason: "harassment" });
    const { page } = fan;
    await page.goto(clip.url);
    await plays(page);
    await watched(page).getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("button", { name: "Report", exact: true }).click();
    const sheet = page.getByRole("dialog", { name: "Report this clip" });
    await sheet.getByRole("radio", { name: "Spam or deception" }).check();
    await sheet.getByRole("button", { name: "Send report" }).click();
    await expect(page.getByText("Thank you. Somebody looks at it.")).toBeVisible();
    // Nobody without the role is offered more.
    await watched(page).getByRole("button", { name: "More", exact: true }).click();
    await expect(page.getByRole("button", { name: "Report", exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: "Remove this clip" })).toBeHidden();
  });

  const { page } = moderator;
  const remove = async (what: string, row: string, reason: string) => {
    await page
      .getByRole("listitem")
      .filter({ hasText: row })
      .getByRole("button", { name: "Remove" })
      .click();
    const sheet = page.getByRole("dialog", { name: `Remove this ${what}` });
    await sheet.getByRole("radio", { name: reason }).check();
    await sheet.getByRole("button", { name: `Remove this ${what}` }).click();
    await expect(page.getByText(`The ${what} is gone`)).toBeVisible();
    await expect(page.getByRole("listitem").filter({ hasText: row })).toBeHidden();
  };

  await test.step("a moderator takes both away", async () => {
    await page.goto("/admin");
    await remove("comment", "You are all fools", "Harassment or bullying");
    await remove("clip", "Cheap watches", "Spam or deception");
    await page.getByLabel("Show").first().selectOption("Decided");
    await expect(page.getByText(/^Removed or suspended by @greta/)).toHaveCount(2);
  });

  await test.step("both authors are told why", async () => {
    await fan.page.goto("/inbox");
    await expect(
      fan.page.getByText("Your comment was removed. Reason: harassment or bullying."),
    ).toBeVisible();
    await author.page.goto("/inbox");
    await expect(
      author.page.getByText("Your clip was removed. Reason: spam or deception."),
    ).toBeVisible();
    await author.page.goto("/studio");
    await expect(
      author.page.getByText("Removed by a moderator. Reason: spam or deception."),
    ).toBeVisible();
    const gone = await author.page.goto(clip.url);
    expect(gone?.status()).toBe(404);
  });
});
