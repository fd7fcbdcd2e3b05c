"use client";

import type { Video } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useVideoNow } from "@/lib/store/hooks";
import { ActionButton } from "./action-button";
import { LikeButton } from "./like-button";
import { SaveButton } from "./save-button";

interface ActionBarProps {
  video: Video;
  commentsOpen: boolean;
  onComments: () => void;
  onShare: () => void;
  onMore: () => void;
}

/** Over the film of a phone, beside the stage of a desktop. */
export function ActionBar({ video, commentsOpen, onComments, onShare, onMore }: ActionBarProps) {
  const { t, count } = useTranslator();
  const { comments, shares } = useVideoNow(video);
  return (
    <div
      role="group"
      aria-label={t("clip.actions")}
      className="absolute end-2 bottom-8 z-20 flex flex-col items-center rounded-stage bg-scrim py-1 text-film md:start-full md:end-auto md:bottom-0 md:ms-3 md:bg-transparent md:text-fg noscript:hidden"
    >
      <LikeButton video={video} />
      <ActionButton
        icon="chat-circle"
        label={t("clip.comments", { count: comments })}
        count={count(comments)}
        expanded={commentsOpen}
        on={commentsOpen}
        onPress={onComments}
      />
      <SaveButton video={video} />
      <ActionButton
        icon="share-fat"
        label={t("clip.share", { count: shares })}
        count={count(shares)}
        onPress={onShare}
      />
      <ActionButton icon="dots-three" label={t("clip.moreActions")} onPress={onMore} />
    </div>
  );
}
