import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import type { TextEntity } from "@/lib/api/types";

/** Only these become links, whatever the server says; text never becomes HTML. */
function hrefOf(entity: TextEntity): string | null {
  if (entity.type === "tag") return `/tag/${encodeURIComponent(entity.value)}`;
  if (entity.type === "mention") return `/@${encodeURIComponent(entity.value)}`;
  return /^https?:\/\//i.test(entity.value) ? entity.value : null;
}

/** User-made text with its tags, mentions and links. Offsets that overlap or lie outside are ignored. */
export function RichText({ text, entities }: { text: string; entities: TextEntity[] }) {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const entity of [...entities].sort((a, b) => a.start - b.start)) {
    const href = hrefOf(entity);
    if (!href || entity.start < at || entity.end > text.length || entity.end <= entity.start)
      continue;
    if (entity.start > at) parts.push(text.slice(at, entity.start));
    const shown = text.slice(entity.start, entity.end);
    parts.push(
      entity.type === "link" ? (
        <a
          key={entity.start}
          href={href}
          target="_blank"
          rel="ugc nofollow noopener noreferrer"
          className="font-semibold underline"
        >
          {shown}
        </a>
      ) : (
        <Link key={entity.start} href={href} prefetch={false} className="font-semibold">
          {shown}
        </Link>
      ),
    );
    at = entity.end;
  }
  if (at < text.length) parts.push(text.slice(at));
  return (
    <span dir="auto" className="break-words whitespace-pre-line">
      {parts.map((part, index) => (
        <Fragment key={index}>{part}</Fragment>
      ))}
    </span>
  );
}
