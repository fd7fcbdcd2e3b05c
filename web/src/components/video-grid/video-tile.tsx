"use client";

import Image from "next/image";
import Link from "next/link";
import { Icon } from "@/components/icon/icon";
import type { Video } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useVideoNow, useWarned } from "@/lib/store/hooks";

/** Of the grid's columns; the rows of Discover are narrower still. */
const sizes = "(min-width: 64rem) 160px, (min-width: 40rem) 25vw, 33vw";

/** A tile bears a picture drawn twice as wide as it is; the next larger one weighs seven times as much. */
const stretch = 2;

interface VideoTileProps {
  video: Video;
  /** Where one came from, so that swiping on stays in this list. */
  from: string;
  showAuthor?: boolean;
}

/** A clip in a grid: its poster, its views, a way into the feed from here. */
export function VideoTile({ video, from, showAuthor }: VideoTileProps) {
  const { t, count } = useTranslator();
  const { views } = useVideoNow(video);
  const warned = useWarned(video);
  const poster = video.playback?.poster;
  const images = (poster?.images ?? [])
    .filter(({ type }) => type === "image/webp")
    .sort((a, b) => a.width - b.width);
  const image = images.at(-1);
  return (
    <Link
      href={`${video.url}?from=${encodeURIComponent(from)}`}
      prefetch={false}
      className="relative block aspect-[9/16] overflow-hidden rounded-control bg-raised"
      style={{ backgroundColor: poster?.color ?? undefined }}
    >
      <span className="sr-only">
        {showAuthor
          ? t("clip.tileBy", { title: video.title, author: video.author.username, count: views })
          : t("clip.tile", { title: video.title, count: views })}
      </span>
      {image ? (
        <Image
          src={image.url}
          alt=""
          fill
          sizes={sizes}
          loader={({ width }) => (images.find((one) => one.width * stretch >= width) ?? image).url}
          className="object-cover"
        />
      ) : null}
      {warned && video.labels.includes("sensitive") ? (
        <span className="absolute inset-0 flex items-center justify-center bg-ink text-film">
          <Icon name="eye-slash" size={28} />
        </span>
      ) : null}
      <span
        aria-hidden="true"
        className="absolute inset-x-0 bottom-0 flex items-center gap-1 bg-scrim px-2 py-1 text-13 font-semibold text-film"
      >
        {showAuthor ? (
          <bdi className="min-w-0 flex-1 truncate">@{video.author.username}</bdi>
        ) : null}
        <Icon name="play" size={16} />
        <span className="tabular-nums">{count(views)}</span>
      </span>
    </Link>
  );
}
