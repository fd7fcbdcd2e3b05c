"use client";

import { useRef, useState } from "react";
import useSWR from "swr";
import { IconButton } from "@/components/button/icon-button";
import type { Video } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { ClipPreview } from "./clip-preview";
import { PostForm } from "./post-form";
import { PostedClip } from "./posted-clip";
import { SendProgress } from "./send-progress";
import { type UploadItem, uploadQueue } from "./upload-queue";

/** One clip on its way: preview, progress, and either the form or what became of it. */
export function UploadCard({ item }: { item: UploadItem }) {
  const { t } = useTranslator();
  const video = useRef<HTMLVideoElement>(null);
  const [durationMs, setDurationMs] = useState<number | null>(null);
  // Read by PostedClip too: the same key, one request.
  const { data: posted } = useSWR<Video>(item.videoId ? `/videos/${item.videoId}` : null);
  const poster = posted?.playback?.poster.images.find(({ type }) => type !== "image/avif")?.url;

  function look(seconds: number) {
    const element = video.current;
    if (!element) return;
    element.pause();
    element.currentTime = seconds;
  }

  return (
    <article
      aria-label={item.file.name}
      className="grid grid-cols-[96px_1fr] gap-4 rounded-stage bg-raised p-4 sm:grid-cols-[160px_1fr] sm:grid-rows-[auto_1fr]"
    >
      <div className="sm:row-span-2">
        <ClipPreview url={item.preview} poster={poster} video={video} onDuration={setDurationMs} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <div className="flex items-start gap-2">
          <div className="min-w-0 flex-1">
            <p className="truncate font-semibold">{item.file.name}</p>
            <SendProgress item={item} />
          </div>
          <IconButton
            icon="x"
            label={t(item.videoId ? "upload.dismiss" : "upload.remove")}
            onClick={() => uploadQueue.remove(item.id)}
          />
        </div>
        {item.videoId ? <PostedClip videoId={item.videoId} /> : null}
      </div>
      {item.videoId || item.phase === "failed" ? null : (
        <div className="col-span-2 min-w-0 sm:col-span-1 sm:col-start-2">
          <PostForm item={item} durationMs={durationMs} onLook={look} />
        </div>
      )}
    </article>
  );
}
