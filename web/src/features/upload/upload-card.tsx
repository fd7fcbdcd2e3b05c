"use client";

import { useRef, useState } from "react";
import { IconButton } from "@/components/button/icon-button";
import { url } from "@/lib/api/url";
import { useRead } from "@/lib/api/use-read";
import { useTranslator } from "@/lib/i18n/use-translator";
import { ClipPreview } from "./clip-preview";
import { PostForm } from "./post-form";
import { PostedClip } from "./posted-clip";
import { SendProgress } from "./send-progress";
import { ServerCopy } from "./server-copy";
import { type UploadItem, isRefused, uploadQueue } from "./upload-queue";

const pollMs = 2_000;

/** One clip on its way: preview, progress, and either the form or what became of it. */
export function UploadCard({ item }: { item: UploadItem }) {
  const { t } = useTranslator();
  const video = useRef<HTMLVideoElement>(null);
  const [unseen, setUnseen] = useState(item.preview === null);
  const { videoId, draftId } = item;
  const id = videoId ?? draftId;
  // Read by PostedClip too: the same key, one request.
  const { data: made } = useRead(id ? url("/videos/{id}", { path: { id } }) : null, {
    refreshInterval: (latest) =>
      !videoId && latest && !latest.playback && latest.state !== "failed" ? pollMs : 0,
  });
  const poster = made?.playback?.poster.images.find(({ type }) => type !== "image/avif")?.url;
  // The smallest that every browser shows; AV1 stands behind H.264.
  const copy = made?.playback?.sources.find(({ codec }) => !codec.startsWith("av01"))?.url;
  const film = unseen ? (copy ?? null) : item.preview;
  // Also while it cannot be sent: what was typed and chosen stays.
  const described = videoId === null && !isRefused(item);

  function look(seconds: number) {
    const element = video.current;
    if (!element) return;
    element.pause();
    element.currentTime = seconds;
  }

  return (
    <article
      aria-label={item.name}
      className="grid grid-cols-[96px_1fr] gap-4 rounded-stage bg-raised p-4 sm:grid-cols-[160px_1fr] sm:grid-rows-[auto_1fr]"
    >
      <div className="sm:row-span-2">
        <ClipPreview
          key={film}
          url={film}
          poster={poster}
          video={video}
          onUnseen={() => setUnseen(true)}
        />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <div className="flex items-start gap-2">
          <div className="min-w-0 flex-1">
            <p className="truncate font-semibold">{item.name}</p>
            <SendProgress item={item} />
          </div>
          <IconButton
            icon="x"
            label={t(videoId ? "upload.dismiss" : "upload.remove")}
            onClick={() => uploadQueue.remove(item.id)}
          />
        </div>
        {videoId ? <PostedClip videoId={videoId} /> : null}
        {described && unseen && !copy ? <ServerCopy item={item} made={made} /> : null}
      </div>
      {described ? (
        <div className="col-span-2 min-w-0 sm:col-span-1 sm:col-start-2">
          <PostForm key={item.recalled} item={item} film={film} onLook={look} />
        </div>
      ) : null}
    </article>
  );
}
