import de from "@messages/de.json";
import en from "@messages/en.json";
import serverDe from "@messages/server/de.json";
import serverEn from "@messages/server/en.json";
import brokenDe from "@messages/broken/de.json";
import brokenEn from "@messages/broken/en.json";
import { pseudo } from "./pseudo";
import { createTranslator } from "./translate";

const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

// What the web app says, and what the server says.
const both: [string, Record<string, string>, Record<string, string>][] = [
  ["web", en, de],
  ["server", serverEn, serverDe],
  ["last resort", brokenEn, brokenDe],
];

it.each(both)("has every message of the %s in both languages", (_, english, german) => {
  expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort());
  for (const [key, text] of Object.entries(english)) {
    expect(placeholders(german[key]!), key).toEqual(placeholders(text));
  }
});

it.each(both)("lets the %s speak without exclamation marks", (_, english, german) => {
  for (const text of [...Object.values(english), ...Object.values(german)]) {
    expect(text).not.toContain("!");
  }
});

it("chooses the plural and falls back to the server's own text", () => {
  const { t, sentence } = createTranslator("en", {
    "clip.likes_one": "{count} like",
    "clip.likes_other": "{count} likes",
    "server.too_long": "At most {max} characters.",
  });
  expect(t("clip.likes", { count: 1 })).toBe("1 like");
  expect(t("clip.likes", { count: 1200 })).toBe("1,200 likes");
  expect(sentence({ code: "too_long", params: { max: 30 }, text: "zu lang" })).toBe(
    "At most 30 characters.",
  );
  expect(sentence({ code: "brand_new", text: "Something new." })).toBe("Something new.");
});

it("makes pseudo-locales that keep their placeholders", () => {
  const long = pseudo("en-XA", en);
  const mirrored = pseudo("ar-XB", en);
  for (const [key, text] of Object.entries(en)) {
    expect(placeholders(long[key]!), key).toEqual(placeholders(text));
    expect(placeholders(mirrored[key]!), key).toEqual(placeholders(text));
    expect(long[key]!.length).toBeGreaterThan(text.length * 1.3);
  }
});

it.each([
  ["en", en, ["now", "1m ago", "59m ago", "3h ago", "yesterday", "6d ago", "last wk.", "2mo ago"]],
  ["de", de, ["jetzt", "vor 1 Min.", "vor 59 Min.", "vor 3 Std.", "gestern", "vor 6 Tagen"]],
] as const)("says in %s how long ago something was", (locale, messages, words) => {
  const { ago } = createTranslator(locale, messages);
  const now = Date.parse("2026-06-15T12:00:00Z");
  const [minute, hour, day] = [60, 3_600, 86_400];
  // What a clock that runs ahead calls the future is now.
  const seconds = [-5, minute, hour - 1, 3 * hour, day, 6 * day, 8 * day, 65 * day];
  expect(words.map((_, at) => ago(new Date(now - seconds[at]! * 1000).toISOString(), now))).toEqual(
    words,
  );
});

it("calls a day by its date wherever one is, and a moment by the day it was there", () => {
  const { date } = createTranslator("en", {});
  // The tests run west of UTC.
  expect(date("2026-11-01")).toBe("Nov 1, 2026");
  expect(date("2026-11-01T02:00:00Z")).toBe("Oct 31, 2026");
});
