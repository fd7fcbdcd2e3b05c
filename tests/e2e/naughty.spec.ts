import type { Page } from "@playwright/test";
import { naughtyTexts } from "./support/naughty.ts";
import { watched } from "./support/screen.ts";
import { type Person, expect, test } from "./support/test.ts";

const full = process.env.ZOETROPE_TEST === "full";

/** Texts at once on one page: one in caption and profile, the others as comments. */
const atOnce = 15;

/** Tells of everything that a text may have begun: a script, a handler, a blocked attempt, a window, another address. */
const guard = () => {
  const ran: string[] = [];
  Object.assign(window, { ran });
  for (const name of ["alert", "confirm", "prompt", "print", "open"])
    Object.assign(window, {
      [name]: (words: unknown) => void ran.push(`${name}(${String(words).slice(0, 80)})`),
    });
  document.addEventListener("securitypolicyviolation", (blocked) =>
    ran.push(`blocked ${blocked.violatedDirective}: ${blocked.blockedURI} ${blocked.sample}`),
  );
};

/** What is in the page that no component of ours puts there. */
const intruders = () => {
  const found: string[] = [];
  for (const element of document.querySelectorAll("body *")) {
    for (const { name, value } of element.attributes) {
      const leads = /^(href|src|action|formaction|xlink:href|data)$/.test(name);
      if (
        name.startsWith("on") ||
        name === "srcdoc" ||
        (leads && /^\s*(javascript|vbscript|data:text)\b/i.test(value))
      )
        found.push(`<${element.localName} ${name}="${value.slice(0, 80)}">`);
    }
    if (["iframe", "object", "embed", "marquee", "base"].includes(element.localName))
      found.push(`<${element.localName}>`);
  }
  return [...(window as unknown as { ran: string[] }).ran, ...found];
};

/** A text that the field refuses is refused with words; the field keeps what it had. */
async function write(person: Person, method: string, path: string, body: object) {
  try {
    await person.api(method, path, body);
    return true;
  } catch (refused) {
    expect(String(refused)).toMatch(/: (422|400) /);
    return false;
  }
}

async function isQuiet(page: Page, url: string, texts: string[]) {
  expect(await page.evaluate(intruders), JSON.stringify(texts)).toEqual([]);
  expect(new URL(page.url()).pathname, "the text led elsewhere").toBe(
    new URL(url, page.url()).pathname,
  );
  expect(page.context().pages()).toHaveLength(1);
}

test("nothing that people write executes where it is shown", async ({ instance, signedUp }) => {
  test.setTimeout(full ? 30 * 60_000 : 180_000);
  const all = naughtyTexts();
  test.skip(all.length === 0, "naughty.txt is not here, beside the clips.");
  // By default what was made to execute, and some of it: every text is for the full run.
  const made = all.filter(({ kind }) => /^(xss|svg|url-js|url-data|template|html)/.test(kind));
  const texts = (full ? all : made.filter((_, n) => n % 3 === 0)).map(({ text }) => text);
  const author = await signedUp("nora");
  const { page } = author;
  await page.addInitScript(guard);
  const clip = await author.post(await instance.clips.small(250), "Texts");
  const profile = `${instance.url}/@${author.username}`;
  page.on("dialog", (dialog) => void dialog.dismiss());

  for (let from = 0; from < texts.length; from += atOnce) {
    const some = texts.slice(from, from + atOnce);
    const comments: string[] = [];
    for (const [n, text] of some.entries()) {
      if (n < 3) {
        await write(author, "PATCH", `/videos/${clip.id}`, { title: text });
        await write(author, "PATCH", `/videos/${clip.id}`, { description: text });
        await write(author, "PATCH", "/users/me", { displayName: text });
        await write(author, "PATCH", "/users/me", { bio: text });
        await write(author, "PATCH", "/users/me", { links: [text] });
        if (n === 0 || full) {
          await page.goto(profile);
          await expect(page.getByText(`@${author.username}`).first()).toBeVisible();
          await isQuiet(page, profile, [text]);
        }
      }
      const said = await author
        .api<{ id: string }>("POST", `/videos/${clip.id}/comments`, { text })
        .catch(() => null);
      if (said) comments.push(said.id);
    }
    await page.goto(clip.url);
    await watched(page)
      .getByRole("button", { name: new RegExp(`^${comments.length} comment`) })
      .click();
    await expect(page.getByRole("textbox", { name: "Write a comment" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Reply", exact: true })).toHaveCount(
      comments.length,
    );
    await isQuiet(page, clip.url, some);
    for (const id of comments) await author.api("DELETE", `/comments/${id}`);
  }
});
