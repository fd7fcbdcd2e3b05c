"use client";

import dynamic from "next/dynamic";
import { useId, useSyncExternalStore } from "react";
import { IconButton } from "@/components/button/icon-button";
import { Sheet } from "@/components/dialog/sheet";
import type { Video } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useVideoNow } from "@/lib/store/hooks";

const Comments = dynamic(() => import("@/features/comments/comments"), { ssr: false });

interface CommentsPanelProps {
  video: Video;
  focusId?: string;
  onClose: () => void;
}

const wide = "(min-width: 1024px)";

function useWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(wide);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => window.matchMedia(wide).matches,
    () => false,
  );
}

/** Beside the stage where there is room, else a sheet over it. */
export function CommentsPanel({ video, focusId, onClose }: CommentsPanelProps) {
  const { t } = useTranslator();
  const { comments } = useVideoNow(video);
  const besides = useWide();
  const titleId = useId();
  const title = t("clip.comments", { count: comments });

  if (!besides) {
    return (
      <Sheet title={title} onClose={onClose} tall bare>
        <Comments key={video.id} video={video} focusId={focusId} />
      </Sheet>
    );
  }
  return (
    <aside
      aria-labelledby={titleId}
      className="flex h-full w-100 shrink-0 animate-panel flex-col border-s border-hair bg-raised"
    >
      <div className="flex items-center ps-4 pe-1 pt-1">
        <h2 id={titleId} className="flex-1 text-17 font-semibold">
          {title}
        </h2>
        <IconButton icon="x" label={t("action.close")} onClick={onClose} />
      </div>
      <div className="min-h-0 flex-1">
        <Comments key={video.id} video={video} focusId={focusId} />
      </div>
    </aside>
  );
}
