"use client";

import type { ReactNode } from "react";
import { ListEnd } from "@/components/paged-list/list-end";
import { usePaged } from "@/components/paged-list/use-paged";
import type { Page, Video } from "@/lib/api/types";
import { VideoTile } from "./video-tile";

interface VideoGridProps {
  /** A cursor list of videos under /api. */
  path: string;
  /** The page the server rendered, if it did. */
  first?: Page<Video> | null;
  from: string;
  empty: ReactNode;
  showAuthor?: boolean;
}

/** Clips in columns, loading on as one scrolls. */
export function VideoGrid({ path, first, from, empty, showAuthor }: VideoGridProps) {
  const list = usePaged<Video>(path, first);
  return (
    <>
      <ul className="grid grid-cols-3 gap-1 sm:grid-cols-4 lg:grid-cols-6">
        {list.items.map((video) => (
          <li key={video.id}>
            <VideoTile video={video} from={from} showAuthor={showAuthor} />
          </li>
        ))}
      </ul>
      <ListEnd list={list} empty={empty} />
    </>
  );
}
