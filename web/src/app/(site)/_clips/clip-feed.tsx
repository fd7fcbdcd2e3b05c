"use client";

import { type ReactNode, useCallback, useDeferredValue, useEffect, useRef, useState } from "react";
import { MissedQuietly, later } from "@/components/later/later";
import { laterSheet } from "@/components/later/later-sheet";
import { Feed, type FeedHandle } from "@/features/feed/feed";
import type { ClipCard } from "@/features/feed/feed-cards";
import type { FeedSource } from "@/features/feed/feed-source";
import type { FeedStart } from "@/features/feed/feed-store";
import { FeedTabs } from "@/features/feed/feed-tabs";
import { LearnAsk } from "@/features/feed/learn-ask";
import { StepButtons } from "@/features/feed/step-buttons";
import { SwipeHint } from "@/features/feed/swipe-hint";
import { useFeedStore } from "@/features/feed/use-feed-store";
import { useLike } from "@/features/interactions/use-like";
import type { PlayerControls } from "@/features/player/clip-player";
import { PlayerPoolProvider, usePlayerPool } from "@/features/player/player-pool";
import { useSound } from "@/features/player/sound-button";
import type { Video, WatchSource } from "@/lib/api/types";
import { useLivePeople, useLiveVideos } from "@/lib/live/live";
import { usePlayerChoice, useRememberedChoices } from "@/lib/player-choices";
import { useAppSelector, useAppStore, useMe } from "@/lib/store/hooks";
import { Clip, type OpenSheet } from "./clip";
import { ClipSheets } from "./clip-sheets";
import { CommentsPanel } from "./comments-panel";
import { type ClipKeys, useClipKeys } from "./use-clip-keys";

const KeysHelp = laterSheet(() => import("./keys-help"));
const TopicPick = later(() => import("@/features/feed/topic-pick"), MissedQuietly);

interface ClipFeedProps {
  source: FeedSource;
  start: FeedStart;
  /** The clip of the page's own address, before anything of the feed. */
  lead?: { video: Video; source: WatchSource; focusComment?: string };
  tabs?: boolean;
  /** Keeps the address at the clip being watched. */
  followAddress?: boolean;
  emptyText: string;
  wayOn: ReactNode;
}

export function ClipFeed(props: ClipFeedProps) {
  return (
    <PlayerPoolProvider>
      <ClipFeedScreen {...props} />
    </PlayerPoolProvider>
  );
}

/** The feed with everything one can do to its clip: keys, sheets and the comments beside it. */
function ClipFeedScreen(props: ClipFeedProps) {
  const { source, start, lead, tabs, followAddress, emptyText, wayOn } = props;
  const { store, snapshot, renew } = useFeedStore(source, start, lead?.video);
  const [open, setOpen] = useState<OpenSheet | "help" | null>(
    lead?.focusComment ? "comments" : null,
  );
  const handle = useRef<FeedHandle>(null);
  const controls = useRef<PlayerControls | null>(null);
  useRememberedChoices();
  const settled = useSettled();

  const { cards, active } = snapshot;
  const current = cards[active];
  const clip = current?.kind === "clip" && !current.gone && !current.dismissed ? current : null;
  // What was open was about a clip that vanished, not about the next one.
  const vanished = current?.kind === "clip" && clip === null;
  if (vanished && open && open !== "help") setOpen(null);

  // Counts of what is on screen and what comes next move live.
  useLiveVideos(
    cards
      .slice(Math.max(0, active - 1), active + 3)
      .flatMap((card) => (card.kind === "clip" && !card.gone ? [card.video.id] : [])),
  );

  const me = useMe();
  useLivePeople(me && clip && !clip.video.viewer.own ? [clip.video.author.username] : []);

  // Reading on ends only when there is nothing left to ask for. A clip that leads has the line and
  // the processor to itself until it plays.
  const ready = settled || !lead;
  useEffect(() => {
    if (ready) store.activate(store.getSnapshot().active);
  }, [ready, store]);

  useEffect(() => {
    if (!followAddress || !clip) return;
    if (location.pathname !== clip.video.url && decodeURI(location.pathname) !== clip.video.url) {
      // The list one swipes through stays in the address: reloading comes back to this clip in it.
      const from = new URLSearchParams(location.search).get("from");
      const query = from ? `?from=${encodeURIComponent(from)}` : "";
      window.history.replaceState(null, "", `${clip.video.url}${query}`);
    }
  }, [followAddress, clip]);

  const pool = usePlayerPool();
  const redux = useAppStore();
  // The clip that lies ready moves in the frame it arrives in; what React draws follows.
  const onArrive = useCallback(
    (key: string) => {
      const { player, session } = redux.getState();
      if (player.played && session.me?.settings.autoplay !== false) pool.begin(key);
    },
    [pool, redux],
  );

  const onControls = useCallback((next: PlayerControls | null) => {
    controls.current = next;
  }, []);
  const onOpen = useCallback((sheet: OpenSheet) => {
    setOpen((before) => (before === sheet ? null : sheet));
  }, []);
  const sourceOf = (card: ClipCard): WatchSource => {
    if (lead && card.video.id === lead.video.id && !card.impressionId) return lead.source;
    return source.kind === "list" ? source.watchSource : "for_you";
  };

  return (
    <div className="on-dark-phone fixed inset-x-0 top-0 bottom-[calc(3.5rem+env(safe-area-inset-bottom))] flex bg-ground text-fg md:start-16 md:bottom-0">
      {clip ? (
        <ActiveKeys
          key={`keys ${clip.key}`}
          card={clip}
          controls={controls}
          handle={handle}
          onOpen={onOpen}
          onHelp={() => setOpen("help")}
        />
      ) : (
        <FeedKeys handle={handle} onHelp={() => setOpen("help")} />
      )}
      <div className="relative min-w-0 flex-1">
        {tabs ? <FeedTabs /> : null}
        <StepButtons
          first={active === 0}
          last={active >= cards.length}
          title={clip?.video.title ?? ""}
          onStep={(by) => handle.current?.go(by)}
        />
        <SwipeHint swiped={active !== snapshot.start} more={active + 1 < cards.length} />
        {/* Questions belong to the feed itself, not over a clip somebody was sent. */}
        {tabs && source.kind === "for-you" ? <LearnAsk active={active} /> : null}
        {tabs && source.kind === "for-you" && me?.onboarded === false ? <TopicPick /> : null}
        <Feed
          store={store}
          snapshot={snapshot}
          handle={handle}
          settled={settled}
          onArrive={onArrive}
          emptyText={emptyText}
          wayOn={wayOn}
          renderClip={(card, role, first) => (
            <Clip
              card={card}
              role={role}
              first={first}
              poster={settled}
              source={sourceOf(card)}
              commentsOpen={open === "comments" && role === "active"}
              onOpen={onOpen}
              onControls={onControls}
            />
          )}
        />
      </div>
      {open === "comments" && clip ? (
        <CommentsPanel
          video={clip.video}
          focusId={clip.video.id === lead?.video.id ? lead.focusComment : undefined}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {(open === "share" || open === "more") && clip ? (
        <ClipSheets
          key={`sheets ${clip.key}`}
          card={clip}
          open={open}
          onDismissed={(dismissed) => store.dismiss(clip.key, dismissed)}
          onAnswered={(dismissed) => {
            const now = store.getSnapshot();
            if (!dismissed) handle.current?.show(clip.key);
            // Who has swiped on meanwhile stays where they are.
            else if (now.cards[now.active]?.key === clip.key) handle.current?.go(1);
          }}
          onEdited={renew}
          onDeleted={() => store.purge({ videoIds: [clip.video.id] })}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open === "help" ? <KeysHelp onClose={() => setOpen(null)} /> : null}
    </div>
  );
}

/** Until the first clip plays, or has had its time, its neighbours do not share the line. */
const settleMs = 2_500;

function useSettled(): boolean {
  const played = useAppSelector((state) => state.player.played);
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setWaited(true), settleMs);
    return () => clearTimeout(timer);
  }, []);
  // The posters of all neighbours at once would be a long task.
  return useDeferredValue(played || waited);
}

interface ActiveKeysProps {
  card: ClipCard;
  controls: React.RefObject<PlayerControls | null>;
  handle: React.RefObject<FeedHandle | null>;
  onOpen: (sheet: OpenSheet) => void;
  onHelp: () => void;
}

function useShortcuts(actions: ClipKeys) {
  const [on] = usePlayerChoice("shortcuts");
  useClipKeys(on, actions);
}

/** The keyboard acts on the clip being watched. */
function ActiveKeys({ card, controls, handle, onOpen, onHelp }: ActiveKeysProps) {
  const { toggle: like } = useLike(card.video);
  const { on, setSound } = useSound();
  useShortcuts({
    next: () => handle.current?.go(1),
    previous: () => handle.current?.go(-1),
    toggle: () => controls.current?.toggle(),
    mute: () => setSound(!on),
    like,
    comments: () => onOpen("comments"),
    share: () => onOpen("share"),
    help: onHelp,
  });
  return null;
}

/** Where there is no clip the arrows still lead on. */
function FeedKeys({ handle, onHelp }: Pick<ActiveKeysProps, "handle" | "onHelp">) {
  const nothing = () => undefined;
  useShortcuts({
    next: () => handle.current?.go(1),
    previous: () => handle.current?.go(-1),
    toggle: nothing,
    mute: nothing,
    like: nothing,
    comments: nothing,
    share: nothing,
    help: onHelp,
  });
  return null;
}
