import { sendSlowly } from "./support/line.ts";
import { hears, plays } from "./support/screen.ts";
import { admin, expect, password, test } from "./support/test.ts";

const minutes = 60_000;

// The setup link works once.
test.use({ apart: "first minutes" });

test("from an empty data folder to a second person's like seen live, in five minutes", async ({
  instance,
  visitor,
}) => {
  test.setTimeout(6 * minutes);
  const author = await visitor();
  let invite = "";

  await test.step("the setup link makes its holder admin and gives out an invite", async () => {
    const { page } = author;
    await page.goto(instance.program.setupLink);
    const next = page.getByRole("button", { name: "Next", exact: true });
    await page.getByLabel("Name", { exact: true }).fill("Lantern House");
    await next.click();
    await page.getByLabel("Accent colour").fill("#3f51b5");
    await next.click();
    await expect(page.getByText(/^Too dark for dark text/)).toBeVisible();
    await page.getByRole("button", { name: "Skip for now" }).click();
    await expect(page.getByRole("radio", { name: /By invite/ })).toBeChecked();
    await next.click();
    await page.getByLabel("Rules").fill("Be kind");
    await next.click();
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
    invite = await page.getByRole("textbox", { name: "First invite" }).inputValue();
    expect(invite).toMatch(new RegExp(`^${instance.url}/join/`));
  });

  await test.step("the link works once", async () => {
    const late = await visitor();
    await late.page.goto(instance.program.setupLink);
    await expect(late.page.getByText("This place is set up already.")).toBeVisible();
    const token = instance.program.setupLink.split("#")[1];
    const mallory = { token, username: "mallory", email: "mallory@example.org", password };
    await expect(
      late.api("POST", "/setup", { ...mallory, instance: { name: "Mine" } }),
    ).rejects.toThrow(/: 4\d\d /);
  });

  await test.step("nothing is there yet, and the place says so", async () => {
    await author.page.getByRole("link", { name: "Look around" }).click();
    await expect(author.page.getByText("There are no clips here yet.")).toBeVisible();
    await author.page.getByRole("link", { name: "Upload the first one" }).click();
    await expect(author.page.getByRole("heading", { name: "Upload" })).toBeVisible();
  });

  await test.step("a phone's clip goes up with visible progress, posted while it is sent", async () => {
    const { page } = author;
    const pace = await sendSlowly(page, 300_000);
    await page.getByLabel("Choose clips").setInputFiles(await instance.clips.phone());
    const sending = page.getByRole("progressbar", { name: "Sending" });
    await expect
      .poll(async () => Number(await sending.getAttribute("aria-valuenow")))
      .toBeGreaterThan(5);
    await expect(page.getByText(/\d+ % · [\d.]+ of [\d.]+ MB/)).toBeVisible();
    await page.getByLabel("Caption", { exact: true }).fill("First light over the harbour #morning");
    await page.getByRole("button", { name: "Post" }).click();
    await expect(page.getByText("It appears by itself when the last part is here.")).toBeVisible();
    await pace.hurry();
    await expect(page.getByText("Your clip is out.")).toBeVisible({ timeout: 2 * minutes });
    await page.getByRole("link", { name: "Watch it" }).click();
    await expect(page).toHaveURL(new RegExp(`/@${admin.username}/video/`));
  });

  await test.step("it plays upright, muted until asked, then with sound", async () => {
    const { page } = author;
    const { muted, width, height } = await plays(page);
    expect(muted).toBe(true);
    expect(height).toBeGreaterThan(width);
    await page.getByRole("button", { name: "Tap for sound" }).click();
    expect((await plays(page)).muted).toBe(false);
    await hears(page);
  });

  await test.step("it has renditions, poster and preview", async () => {
    const id = author.page.url().split("/").at(-1)!;
    const clip = await author.ready(id, ({ playback }) => (playback?.sources.length ?? 0) >= 2);
    expect(clip.height).toBeGreaterThan(clip.width);
    expect(clip.hasAudio).toBe(true);
    for (const { codec, width, height } of clip.playback!.sources) {
      expect(codec).toMatch(/avc1.*mp4a/);
      expect(height).toBeGreaterThan(width);
    }
    for (const url of [clip.playback!.poster.images[0]!.url, clip.playback!.preview.url]) {
      const answer = await author.context.request.get(url);
      expect(answer.ok()).toBe(true);
    }
  });

  await test.step("somebody else joins by the invite, finds the clip and likes it; its author sees that live", async () => {
    const fan = await visitor();
    await fan.page.goto(invite);
    await expect(
      fan.page.getByRole("heading", { name: "You are invited to Lantern House" }),
    ).toBeVisible();
    await fan.page.getByLabel("Username").fill("ben");
    await fan.page.getByLabel("E-mail").fill("ben@example.org");
    await fan.page.getByLabel("Password").fill(password);
    await fan.page.getByRole("button", { name: "Sign up" }).click();
    await expect(fan.page.getByText("First light over the harbour")).toBeVisible();
    expect((await plays(fan.page)).muted).toBe(true);

    const someone = await visitor();
    await someone.page.goto("/");
    await expect(someone.page.getByRole("button", { name: "Like, 0 likes" })).toBeVisible();
    await plays(someone.page);

    await fan.page.getByRole("button", { name: "Like, 0 likes" }).click();
    await expect(
      fan.page.getByRole("button", { name: "Like, 1 like", pressed: true }),
    ).toBeVisible();
    await expect(author.page.getByText("ben likes your clip")).toBeVisible();
    await expect(
      author.page.getByRole("link", { name: /^Inbox, \d unread/ }).filter({ visible: true }),
    ).toBeVisible();
    await expect(author.page.getByRole("button", { name: "Like, 1 like" })).toBeVisible();
    await expect(someone.page.getByRole("button", { name: "Like, 1 like" })).toBeVisible();
  });

  expect(Date.now() - instance.program.startedAt).toBeLessThan(5 * minutes);
});
