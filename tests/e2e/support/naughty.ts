import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { repository } from "./program.ts";

/** The hostile and odd texts that the tests of server and web use too, as far as a field takes their length; empty where the file is not here. */
export function naughtyTexts(): { kind: string; text: string }[] {
  const file = find();
  if (!file) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => line.split("\t"))
    .map(([, kind = "", text = '""']) => ({ kind, text: expanded(JSON.parse(text) as string) }));
}

function find(): string | null {
  const media = process.env.ZOETROPE_MEDIA;
  if (media) return join(dirname(media), "naughty.txt");
  for (let folder = repository; ; folder = dirname(folder)) {
    const file = join(folder, "shared", "naughty.txt");
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) return null;
  }
}

/** `<<REPEAT:x:n>>` and `<<NEST:x:n>>` say long texts in short; a fraction of that length is enough here. */
const expanded = (text: string) =>
  text.replace(/<<(?:REPEAT|NEST):(.*?):(\d+)>>/g, (_, unit: string, times: string) =>
    unit.repeat(Math.min(Number(times), 200)),
  );
