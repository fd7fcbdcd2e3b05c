import type { Locale, Messages } from "./translate";

const accented: Record<string, string> = Object.fromEntries(
  [..."aeiouyAEIOUYcnsz"].map((plain, index) => [plain, [..."áéíóúýÁÉÍÓÚÝçñšž"][index] ?? plain]),
);

/** Changes the words, never the placeholders between them. */
function words(text: string, change: (part: string) => string): string {
  return text
    .split(/(\{\w+\})/)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join("");
}

/** A third longer, as German or Finnish may be, and plainly not English. */
function long(text: string): string {
  const padding = "·".repeat(Math.ceil(text.length * 0.35) + 1);
  return `[${words(text, (part) => part.replace(/[a-z]/gi, (char) => accented[char] ?? char))}${padding}]`;
}

/** Each word runs from right to left. */
function mirrored(text: string): string {
  return words(text, (part) => part.replace(/\S+/g, (word) => `\u202e${word}\u202c`));
}

export function pseudo(locale: Locale, messages: Messages): Messages {
  const change = locale === "ar-XB" ? mirrored : long;
  return Object.fromEntries(Object.entries(messages).map(([key, text]) => [key, change(text)]));
}
