import { realPhoneClip } from "./support/clips.ts";
import { expect, test } from "./support/test.ts";
import { Line, sendSlowly } from "./support/line.ts";
import { plays } from "./support/screen.ts";

test("what is no clip is refused in words, and can be put away", async ({ instance, signedUp }) => {
  const { page } = await signedUp("finn");
  await page.goto("/upload");
  await page.getByLabel("Choose clips").setInputFiles(await instance.clips.broken());
  await page.getByLabel("Caption", { exact: true }).fill("Our holiday");
  await page.getByRole("button", { name: "Post" }).click();
  const card = page.getByRole("article", { name: "holiday.mp4" });
  const reason = card.getByRole("alert");
  await expect(reason).toBeVisible();
  expect(await reason.innerText()).toMatch(/^[A-Z][^_{}]{15,}\.$/m);
  await card.getByRole("button", { name: "Close this card" }).click();
  await expect(card).toBeHidden();
});

test("an upload cut off goes on where it stopped, also after a reload", async ({
  instance,
  signedUp,
}) => {
  const line = await Line.open();
  try {
    const uploader = await signedUp("finn", { proxy: line.proxy });
    const { page } = uploader;
    uploader.expected.push(/net::ERR_|WebSocket/);
    const file = await instance.clips.phone();
    const starts: number[] = [];
    page.on("request", (request) => {
      if (request.method() === "PATCH") starts.push(Number(request.headers()["upload-offset"]));
    });
    await page.goto("/upload");
    const pace = await sendSlowly(page, 250_000);
    await page.getByLabel("Choose clips").setInputFiles(file);
    const sending = page.getByRole("progressbar", { name: "Sending" });
    const percent = async () => Number(await sending.getAttribute("aria-valuenow"));
    await expect.poll(percent).toBeGreaterThan(20);

    await test.step("the connection goes and comes back", async () => {
      line.cut();
      await expect(page.getByText("The connection is gone. We go on as soon")).toBeVisible();
      line.mend();
      await expect.poll(() => starts.at(-1)).toBeGreaterThan(0);
      await expect.poll(percent).toBeGreaterThan(40);
    });

    await test.step("the page is left, which asks first, and the same file picked again", async () => {
      const before = starts.length;
      page.once("dialog", (dialog) => void dialog.accept());
      await page.reload();
      await page.getByLabel("Choose clips").setInputFiles(file);
      await expect.poll(() => starts.length).toBeGreaterThan(before);
      expect(starts.at(-1)).toBeGreaterThan(starts[before - 1]!);
      await pace.hurry();
      await expect(page.getByText("Sent", { exact: true })).toBeVisible();
    });

    await page.getByRole("button", { name: "Post" }).click();
    await expect(page.getByText("Your clip is out.")).toBeVisible({ timeout: 120_000 });
  } finally {
    await line.close();
  }
});

test("a real phone's clip, HEVC and turned by its header, is seen by somebody else", async ({
  signedUp,
  visitor,
}) => {
  const file = realPhoneClip();
  test.skip(
    file === null,
    "The collection of real clips is not here: set ZOETROPE_MEDIA to its folder.",
  );
  const { page } = await signedUp("finn");
  await page.goto("/upload");
  await page.getByLabel("Choose clips").setInputFiles(file!);
  await page.getByLabel("Caption", { exact: true }).fill("From my pocket");
  await page.getByRole("button", { name: "Post" }).click();
  await expect(page.getByText("Your clip is out.")).toBeVisible({ timeout: 120_000 });
  const link = await page.getByRole("textbox", { name: "Copy link" }).inputValue();
  const somebody = await visitor();
  await somebody.page.goto(link);
  const { width, height } = await plays(somebody.page);
  expect(height).toBeGreaterThan(width);
});
