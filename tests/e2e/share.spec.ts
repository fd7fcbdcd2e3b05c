import { expect, test } from "./support/test.ts";
import { plays, watched } from "./support/screen.ts";

test("a copied link leads to a page that says what it is without any script", async ({
  instance,
  signedUp,
  visitor,
}) => {
  const author = await signedUp("emma");
  const clip = await author.post(
    await instance.clips.small(200),
    "A lighthouse that says <good night> #sea",
  );

  let link = "";
  await test.step("the share sheet copies it", async () => {
    const { page, context } = await visitor({ permissions: ["clipboard-read", "clipboard-write"] });
    await page.goto(clip.url);
    await watched(page).getByRole("button", { name: "Share, shared 0 times" }).click();
    await page
      .getByRole("dialog", { name: "Share" })
      .getByRole("button", { name: "Copy link" })
      .click();
    await expect(page.getByText("Copied")).toBeVisible();
    link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toMatch(new RegExp(`^${instance.url}/v/[0-9A-Za-z_-]{22}$`));
    await expect(watched(page).getByRole("button", { name: "Share, shared 1 time" })).toBeVisible();
    await context.clearPermissions();
  });

  await test.step("tags for previews", async () => {
    const plain = await visitor({ javaScriptEnabled: false });
    const answer = await plain.context.request.get(link, { headers: { Accept: "text/html" } });
    expect(answer.status()).toBe(200);
    await plain.page.goto(link);
    expect(plain.page.url()).toBe(instance.url + clip.url);
    await expect(plain.page).toHaveTitle(/A lighthouse that says <good night>/);
    const meta = (name: string) =>
      plain.page
        .locator(`meta[property="${name}"], meta[name="${name}"]`)
        .first()
        .getAttribute("content");
    expect(await meta("og:title")).toContain("A lighthouse that says <good night>");
    expect(await meta("og:type")).toMatch(/^video/);
    expect(await meta("og:url")).toBe(instance.url + clip.url);
    expect(await meta("twitter:card")).toBeTruthy();
    await expect(plain.page.locator("link[rel=canonical]")).toHaveAttribute(
      "href",
      instance.url + clip.url,
    );
    const preview = await plain.context.request.get((await meta("og:image"))!);
    expect(preview.headers()["content-type"]).toBe("image/jpeg");
    const film = await plain.context.request.get((await meta("og:video"))!, {
      headers: { Range: "bytes=0-99" },
    });
    expect(film.status()).toBe(206);
    const about = JSON.parse(
      (await plain.page.locator("script[type='application/ld+json']").textContent())!,
    ) as { "@type": string };
    expect(about["@type"]).toBe("VideoObject");
    const oembed = await plain.context.request.get(
      `/oembed?url=${encodeURIComponent(instance.url + clip.url)}`,
    );
    expect((await oembed.json()) as object).toMatchObject({ version: "1.0", type: "video" });
    await expect(plain.page.getByText("A lighthouse that says <good night>").first()).toBeVisible();
  });

  await test.step("with script it plays, and swiping leads on", async () => {
    const { page } = await visitor();
    await page.goto(link);
    await plays(page);
  });

  await test.step("the embedded player plays on any page", async () => {
    const { page } = await visitor();
    await page.goto(`/embed/${clip.id}`);
    const video = page.locator("video");
    await expect
      .poll(() => video.evaluate((film: HTMLVideoElement) => film.currentTime))
      .toBeGreaterThan(0);
  });
});
