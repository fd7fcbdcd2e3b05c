"use client";

import Link from "next/link";
import { type ReactNode, useState } from "react";
import { Avatar } from "@/components/avatar/avatar";
import { cx } from "@/components/class-names";
import { DemoBadge } from "@/components/people/demo-badge";
import { RichText } from "@/components/rich-text/rich-text";
import type { Sentence, Video } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { ownScroll } from "@/lib/own-scroll";
import { useOnline } from "@/lib/store/hooks";

interface ClipCaptionProps {
  video: Video;
  reason: Sentence | null;
  follow: ReactNode;
}

/** Short enough to stand whole in two lines on the narrowest phone. */
const shortText = 90;

/** Who, what and why, in white over a scrim. */
export function ClipCaption({ video, reason, follow }: ClipCaptionProps) {
  const { t, ago, sentence } = useTranslator();
  const [open, setOpen] = useState(false);
  const online = useOnline(video.author.username);
  const { author } = video;
  const text = video.description || video.title;
  const long = text.length > shortText || text.includes("\n");

  return (
    <div className="absolute inset-x-0 bottom-0 z-10 ps-4 pe-20 pt-12 pb-8 caption-scrim md:pe-4">
      <div className="flex flex-wrap items-center gap-x-3">
        <Link
          href={`/@${author.username}`}
          prefetch={false}
          onClick={(event) => event.stopPropagation()}
          // Where a name would have no room beside the button, the button goes below it.
          className="flex min-h-11 max-w-max min-w-0 grow basis-40 items-center gap-2 font-semibold"
        >
          <Avatar user={author} size={32} online={online} />
          <span className="truncate">{author.displayName || author.username}</span>
          <DemoBadge user={author} />
        </Link>
        {follow}
      </div>
      {text ? (
        <div
          onClick={(event) => {
            // Links in the text lead away; the rest of it opens the text.
            event.stopPropagation();
            if (long) setOpen(!open);
          }}
          className={cx(
            "mt-1 text-15",
            // Short text is never cut: in larger letters it takes the lines it needs.
            open ? "max-h-[40cqh] overflow-y-auto overscroll-contain" : long && "line-clamp-2",
          )}
          // Wheel and arrow keys read on in it instead of moving the feed.
          {...(open ? { tabIndex: 0, [ownScroll]: "" } : {})}
        >
          <RichText text={text} entities={video.description ? video.entities : []} />
        </div>
      ) : null}
      {long ? (
        <button
          type="button"
          aria-expanded={open}
          onClick={(event) => {
            event.stopPropagation();
            setOpen(!open);
          }}
          className="min-h-8 text-13 font-semibold noscript:hidden"
        >
          {t(open ? "clip.less" : "clip.more")}
        </button>
      ) : null}
      <p className="mt-1 text-13">
        {reason ? `${sentence(reason)} · ` : null}
        {video.publishedAt ? (
          <time dateTime={video.publishedAt} suppressHydrationWarning>
            {ago(video.publishedAt)}
          </time>
        ) : null}
      </p>
    </div>
  );
}
