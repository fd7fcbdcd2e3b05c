import { plays, watched } from "./support/screen.ts";
import { expect, test } from "./support/test.ts";

test("an author looks after a clip: its words, its comments, who may see it, its end", async ({
  instance,
  signedUp,
}) => {
  const [author, fan] = [await signedUp("olga"), await signedUp("omar")];
  const clip = await author.post(await instance.clips.small(150), "Ferry at six #harbour");
  const rude = await fan.api<{ id: string }>("POST", `/videos/${clip.id}/comments`, {
    text: "Boring",
  });
  await fan.api("POST", `/videos/${clip.id}/comments`, { text: "Which harbour is it?" });
  expect(rude.id).toBeTruthy();
  const { page } = author;
  const edit = async () => {
    await page.goto("/studio");
    await page.getByRole("button", { name: /^Edit: / }).click();
    const sheet = page.getByRole("dialog", { name: "Edit clip" });
    await expect(sheet).toBeVisible();
    return sheet;
  };

  await test.step("a comment on it is pinned, another taken away", async () => {
    await page.goto(clip.url);
    await plays(page);
    await watched(page).getByRole("button", { name: "2 comments" }).click();
    const kind = page.getByRole("listitem").filter({ hasText: "Which harbour is it?" });
    await kind.getByRole("button", { name: "Pin" }).click();
    await expect(kind.getByText("Pinned")).toBeVisible();
    const bad = page.getByRole("listitem").filter({ hasText: "Boring" });
    await bad.getByRole("button", { name: "Delete" }).click();
    await bad.getByRole("button", { name: "Delete" }).click();
    await expect(bad).toBeHidden();
    await expect
      .poll(async () =>
        (
          await fan.api<{ items: { text: string; deleted: boolean }[] }>(
            "GET",
            `/videos/${clip.id}/comments`,
          )
        ).items
          .filter(({ deleted }) => !deleted)
          .map(({ text }) => text),
      )
      .toEqual(["Which harbour is it?"]);
  });

  await test.step("other words, and no more comments", async () => {
    const sheet = await edit();
    await sheet.getByLabel("Title").fill("Ferry at seven");
    await sheet.getByLabel("Allow comments").uncheck();
    await sheet.getByRole("button", { name: "Save" }).click();
    await expect(sheet).toBeHidden();
    await expect(page.getByText("Ferry at seven").first()).toBeVisible();
    await fan.page.goto(clip.url);
    await expect(watched(fan.page)).toHaveAttribute("aria-label", "Ferry at seven");
    await plays(fan.page);
    await watched(fan.page).getByRole("button", { name: "1 comment" }).click();
    await expect(fan.page.getByText("Comments are off for this clip.")).toBeVisible();
    await fan.page.getByRole("button", { name: "Close" }).click();
  });

  await test.step("for nobody else: gone under the eyes of who watches it", async () => {
    const sheet = await edit();
    await sheet.getByLabel("Who can watch").selectOption("Only me");
    await sheet.getByRole("button", { name: "Save" }).click();
    await expect(sheet).toBeHidden();
    await expect(fan.page.getByText("This clip is no longer available.")).toBeVisible();
    const feed = fan.page.getByRole("feed");
    await expect(feed.getByRole("button", { name: "Next clip" })).toBeVisible();
    await fan.page.goto(clip.url);
    await expect(fan.page.getByText("This clip is no longer available.")).toBeVisible();
    await page.goto(clip.url);
    await plays(page);
  });

  await test.step("deleted for good", async () => {
    const sheet = await edit();
    await sheet.getByRole("button", { name: "Delete" }).click();
    await sheet.getByRole("button", { name: "Delete" }).click();
    await expect(sheet).toBeHidden();
    await expect(page.getByText("You have not posted a clip yet.")).toBeVisible();
  });
});

test("a thread: liked, mentioned, changed, answered, taken back", async ({
  instance,
  signedUp,
}) => {
  const [author, fan] = [await signedUp("vera"), await signedUp("vito")];
  const clip = await author.post(await instance.clips.small(190), "Paper birds #craft");
  await author.api("POST", `/videos/${clip.id}/comments`, { text: "Ask me anything" });
  const { page } = fan;
  await page.goto(clip.url);
  await plays(page);
  await watched(page).getByRole("button", { name: "1 comment" }).click();
  const first = page.getByRole("listitem").filter({ hasText: "Ask me anything" }).first();

  await first.getByRole("button", { name: "Like, 0 likes" }).click();
  await expect(first.getByRole("button", { name: "Like, 1 like", pressed: true })).toBeVisible();

  await first.getByRole("button", { name: "Reply" }).click();
  const box = page.getByRole("textbox", { name: "Write a reply" });
  await box.pressSequentially(`How thick is the paper, @${author.username.slice(0, 3)}`);
  await page.getByRole("option", { name: new RegExp(author.username) }).click();
  await expect(box).toHaveValue(new RegExp(`@${author.username}`));
  await page.getByRole("button", { name: "Send" }).click();
  const reply = page.getByRole("listitem").filter({ hasText: "How thick is the paper" }).last();
  await expect(reply.getByRole("link", { name: `@${author.username}` }).first()).toBeVisible();

  await reply.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("textbox", { name: "Edit" }).fill("How thin is the paper?");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const changed = page.getByRole("listitem").filter({ hasText: "How thin is the paper?" }).last();
  await expect(changed.getByText("edited")).toBeVisible();

  await changed.getByRole("button", { name: "Delete" }).click();
  await changed.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("How thin is the paper?")).toBeHidden();
  await expect
    .poll(
      async () =>
        (await author.api<{ stats: { comments: number } }>("GET", `/videos/${clip.id}`)).stats
          .comments,
    )
    .toBe(1);
});
