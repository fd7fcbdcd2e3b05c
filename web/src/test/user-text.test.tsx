import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cleanup } from "@testing-library/react";
import { UserRow } from "@/components/people/user-row";
import { RichText } from "@/components/rich-text/rich-text";
import { TagRow } from "@/components/tag-row/tag-row";
import { CommentItem } from "@/features/comments/comment-item";
import { ClipCaption } from "@/features/feed/clip-caption";
import { ProfileHeader } from "@/features/profile/profile-header";
import type { TextEntity } from "@/lib/api/types";
import { aComment, aMe, aUser, aVideo } from "./fixtures";
import { renderApp } from "./render";

/** The hostile and odd texts that the server's tests use too: beside the clips of the tests. */
function naughtyFile(): string | null {
  const media = process.env.ZOETROPE_MEDIA;
  if (media) return join(dirname(media), "naughty.txt");
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const file = join(folder, "shared", "naughty.txt");
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) return null;
  }
}

/** `<<REPEAT:x:n>>` and `<<NEST:x:n>>` say long texts in short; a fraction of that length is enough here. */
function expanded(text: string): string {
  return text.replace(/<<(?:REPEAT|NEST):(.*?):(\d+)>>/g, (_, unit: string, times: string) =>
    unit.repeat(Math.min(Number(times), 200)),
  );
}

function textsIn(file: string): string[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => expanded(JSON.parse(line.split("\t")[2] ?? '""') as string));
}

const nothing = () => undefined;
const acts = {
  mayDelete: () => true,
  onReply: nothing,
  onDelete: nothing,
  onRemoved: nothing,
  onPin: nothing,
};

/** One text everywhere people write: caption, comment, bio, names, tag, and as the target of a link. */
function Everywhere({ text, id }: { text: string; id: string }) {
  const whole = (type: TextEntity["type"]): TextEntity[] =>
    text ? [{ type, start: 0, end: text.length, value: text }] : [];
  const user = { ...aUser("ana"), displayName: text };
  const profile = { ...aMe("ana"), displayName: text, bio: text, links: [text] };
  return (
    <>
      <ClipCaption
        video={aVideo(id, { title: text, description: text, author: user, entities: whole("tag") })}
        reason={null}
        follow={null}
      />
      <CommentItem
        comment={aComment(id, { author: user, text, entities: whole("mention") })}
        acts={acts}
      />
      <ProfileHeader profile={{ ...profile, entities: whole("link") }} />
      <UserRow user={user} note={text} />
      <TagRow tag={{ tag: text, videos: 1 }} />
      <RichText text={text} entities={whole("link")} />
    </>
  );
}

/** Every element with its attributes' names, such as `a[class][href]`. */
const shapesIn = (within: Element): string[] =>
  [...within.querySelectorAll("*")].flatMap((element) => [
    element.localName,
    ...element.getAttributeNames().map((name) => `${element.localName}[${name}]`),
  ]);

/** What our own markup consists of: shown by texts that mean no harm. */
function ownShapes(): Set<string> {
  const plain = ["word", "a\nb", "https://example.org/", "", "x".repeat(300)];
  const view = renderApp(plain.map((text) => <Everywhere key={text} text={text} id="v1" />));
  const shapes = new Set(shapesIn(view.baseElement));
  cleanup();
  return shapes;
}

const file = naughtyFile();

it(
  "nothing that people write becomes markup, runs, or leads to a script",
  { timeout: 180_000 },
  ({ skip }) => {
    if (!file || !existsSync(file)) return skip("naughty.txt is not here, beside the clips.");
    const ran = vi.fn();
    for (const name of ["alert", "confirm", "prompt"]) vi.stubGlobal(name, ran);
    const texts = textsIn(file);
    expect(texts.length).toBeGreaterThan(900);
    const own = ownShapes();
    expect([...own].filter((shape) => /script|iframe|object|embed|\[on/.test(shape))).toEqual([]);

    for (let at = 0; at < texts.length; at += 50) {
      const some = texts.slice(at, at + 50);
      const { baseElement } = renderApp(
        some.map((text, index) => <Everywhere key={index} text={text} id={`v${at + index}`} />),
      );
      const foreign = shapesIn(baseElement).filter((shape) => !own.has(shape));
      expect(foreign, `texts ${at + 1} to ${at + some.length}`).toEqual([]);
      for (const link of baseElement.querySelectorAll("a")) {
        expect(link.protocol, link.outerHTML).toMatch(/^https?:$/);
      }
      // Shown as it was written.
      const shown = baseElement.textContent;
      for (const text of some) expect(shown).toContain(text);
      cleanup();
    }
    expect(ran).not.toHaveBeenCalled();
  },
);
