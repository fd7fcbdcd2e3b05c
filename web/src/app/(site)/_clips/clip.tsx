"use client";

import { type CSSProperties, memo, useMemo } from "react";
import { ClipCaption } from "@/features/feed/clip-caption";
import type { ClipCard } from "@/features/feed/feed-cards";
import type { CardRole } from "@/features/feed/feed";
import { ActionBar } from "@/features/interactions/action-bar";
import { FollowButton } from "@/components/follow-button/follow-button";
import { useLike } from "@/features/interactions/use-like";
import { ClipPlayer, type PlayerControls } from "@/features/player/clip-player";
import { stageRatio } from "@/features/player/framing";
import { SoundButton } from "@/features/player/sound-button";
import type { WatchSource } from "@/lib/api/types";

export type OpenSheet = "comments" | "share" | "more";

interface ClipProps {
  card: ClipCard;
  role: CardRole;
  first: boolean;
  poster: boolean;
  source: WatchSource;
  commentsOpen: boolean;
  onOpen: (sheet: OpenSheet) => void;
  onControls: (controls: PlayerControls | null) => void;
}

/** One card: the player with the words and acts that belong to its clip. */
export const Clip = memo(function Clip(props: ClipProps) {
  const { card, role, first, poster, source, commentsOpen, onOpen, onControls } = props;
  const { video } = card;
  const { like } = useLike(video);
  // A swipe gives four cards another role, which these know nothing of: they are not drawn again.
  const words = useMemo(
    () => (
      <>
        <SoundButton className="absolute end-2 top-14 z-20 md:top-2" />
        <ClipCaption
          video={video}
          reason={card.reason}
          follow={
            video.viewer.own ? null : (
              <FollowButton film username={video.author.username} known={video.viewer} />
            )
          }
        />
      </>
    ),
    [video, card.reason],
  );
  const acts = useMemo(
    () => (
      <ActionBar
        video={video}
        commentsOpen={commentsOpen}
        onComments={() => onOpen("comments")}
        onShare={() => onOpen("share")}
        onMore={() => onOpen("more")}
      />
    ),
    [video, commentsOpen, onOpen],
  );
  return (
    <div className="stage" style={{ "--ratio": stageRatio(video) } as CSSProperties}>
      <ClipPlayer
        video={video}
        playKey={card.key}
        impressionId={card.impressionId}
        source={source}
        role={role}
        first={first}
        poster={poster}
        onDoubleTap={like}
        onControls={onControls}
      >
        {words}
      </ClipPlayer>
      {acts}
    </div>
  );
});
