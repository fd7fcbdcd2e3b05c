import Link from "next/link";
import { VideoTile } from "@/components/video-grid/video-tile";
import type { Discovery } from "@/lib/api/types";

/** A tag many use now, with a row of its clips. */
export function TagShelf({ shelf: { tag, items } }: { shelf: Discovery["tags"][number] }) {
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-20 font-semibold" dir="auto">
        <Link href={`/tag/${encodeURIComponent(tag)}`}>#{tag}</Link>
      </h2>
      <ul className="hide-scrollbar flex gap-1 overflow-x-auto">
        {items.map((video) => (
          <li
            key={video.id} // As wide as the tiles of the grid below, six in a row, where there is room.
            className="w-32 shrink-0 lg:w-[calc((100%-1.25rem)/6)]"
          >
            <VideoTile video={video} from={`tag:${tag}`} showAuthor />
          </li>
        ))}
      </ul>
    </section>
  );
}
