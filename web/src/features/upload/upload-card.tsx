"use client";

import { IconButton } from "@/components/button/icon-button";
import { useTranslator } from "@/lib/i18n/use-translator";
import { ClipPreview } from "./clip-preview";
import { PostForm } from "./post-form";
import { PostedClip } from "./posted-clip";
import { SendProgress } from "./send-progress";
import { type UploadItem, uploadQueue } from "./upload-queue";

/** One clip on its way: preview, progress, and either the form or what became of it. */
export function UploadCard({ item }: { item: UploadItem }) {
  const { t } = useTranslator();
  return (
    <article
      aria-label={item.file.name}
      className="grid grid-cols-[96px_1fr] gap-4 rounded-stage bg-raised p-4 sm:grid-cols-[160px_1fr]"
    >
      <ClipPreview url={item.preview} />
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
        {item.videoId ? (
          <PostedClip videoId={item.videoId} />
        ) : item.phase === "failed" ? null : (
          <PostForm item={item} />
        )}
      </div>
    </article>
  );
}
