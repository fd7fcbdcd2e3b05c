"use client";

import type { ReactNode } from "react";
import { ListEnd } from "@/components/paged-list/list-end";
import { usePaged } from "@/components/paged-list/use-paged";
import type { Page, Video } from "@/lib/api/types";
import type { Url } from "@/lib/api/url";
import { VideoTile } from "./video-tile";

interface TileGridProps {
  videos: readonly Video[];
  /** Where one came from, so that swiping on stays in this list. */
  from: string;
  showAuthor?: boolean;
}

export function TileGrid({ videos, from, showAuthor }: TileGridProps) {
  return (
    <ul className="grid grid-cols-3 gap-1 sm:grid-cols-4 lg:grid-cols-6">
      {videos.map((video) => (
        <li key={video.id}>
          <VideoTile video={video} from={from} showAuthor={showAuthor} />
        </li>
      ))}
    </ul>
  );
}

interface VideoGridProps extends Omit<TileGridProps, "videos"> {
  /** A cursor list of videos under /api. */
  path: Url<Page<Video>>;
  /** The page the server rendered, if it did. */
  first?: Page<Video> | null;
  empty: ReactNode;
}

/** Clips in columns, loading on as one scrolls. */
export function VideoGrid({ path, first, from, empty, showAuthor }: VideoGridProps) {
  const list = usePaged(path, first);
  return (
    <>
      <TileGrid videos={list.items} from={from} showAuthor={showAuthor} />
      <ListEnd list={list} empty={empty} />
    </>
  );
}
