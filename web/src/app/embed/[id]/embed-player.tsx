"use client";

import { Wordmark } from "@/components/wordmark/wordmark";
import { ClipPlayer } from "@/features/player/clip-player";
import { stageRatio } from "@/features/player/framing";
import { SoundButton } from "@/features/player/sound-button";
import type { Instance, Video } from "@/lib/api/types";

interface EmbedPlayerProps {
  video: Video;
  place: Pick<Instance, "name" | "icon">;
}

export function EmbedPlayer({ video, place }: EmbedPlayerProps) {
  const ratio = stageRatio(video);
  return (
    <main className="on-dark @container-size relative h-dvh w-full overflow-hidden bg-ink text-fg">
      {/* Whole in every frame, whatever shape somebody gave it. */}
      <div
        className="absolute inset-0 m-auto h-fit"
        style={{ aspectRatio: ratio, width: `min(100cqw, 100cqh * ${ratio})` }}
      >
        <ClipPlayer video={video} playKey={video.id} source="embed" role="active" first>
          <SoundButton className="absolute end-2 top-2 z-20" />
          <div className="absolute inset-x-0 bottom-0 z-10 flex items-end justify-between gap-4 px-4 pt-12 pb-8 caption-scrim">
            <a
              href={video.url}
              target="_blank"
              rel="noopener"
              onClick={(event) => event.stopPropagation()}
              className="min-w-0"
            >
              <span className="block font-semibold">@{video.author.username}</span>
              <h1 dir="auto" className="line-clamp-2 text-15">
                {video.title}
              </h1>
            </a>
            <a
              href={video.url}
              target="_blank"
              rel="noopener"
              onClick={(event) => event.stopPropagation()}
            >
              <Wordmark name={place.name} icon={place.icon} />
            </a>
          </div>
        </ClipPlayer>
      </div>
    </main>
  );
}
