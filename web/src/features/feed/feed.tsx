"use client";

import {
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from "react";
import { focusWatched } from "@/lib/focus";
import { useTranslator } from "@/lib/i18n/use-translator";
import { prefersReducedMotion } from "@/lib/reduced-motion";
import { CaughtUpCard } from "./caught-up-card";
import { type ClipCard, step } from "./feed-cards";
import type { FeedSnapshot, FeedStore } from "./feed-store";
import { FeedTail } from "./feed-tail";
import { GoneCard } from "./gone-card";
import { useMountedRange } from "./use-mounted-range";
import { useWheelSteps } from "./use-wheel-steps";

export type CardRole = "active" | "near" | "idle";

export interface FeedHandle {
  go: (by: 1 | -1) => void;
  /** Back to a card, however far it is. */
  show: (key: string) => void;
}

interface FeedProps {
  store: FeedStore;
  snapshot: FeedSnapshot;
  renderClip: (card: ClipCard, role: CardRole, first: boolean) => ReactNode;
  /** What an empty or finished feed offers as the way on. */
  wayOn: ReactNode;
  emptyText: string;
  handle: Ref<FeedHandle>;
  /** False until the first clip plays: only its neighbours are there then, and cost their part. */
  settled: boolean;
  /** Told first which card is watched now, before anything is drawn. */
  onArrive: (key: string) => void;
}

/** By then a smooth step has come to its end. */
const arrivedMs = 900;

/** Full-height vertical snap; only the neighbourhood of the watched card is mounted. */
export function Feed(props: FeedProps) {
  const { store, snapshot, renderClip, wayOn, emptyText, handle, settled, onArrive } = props;
  const { t } = useTranslator();
  const scroller = useRef<HTMLDivElement>(null);
  const arrival = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { cards, active, start } = snapshot;
  const count = cards.length;

  const asked = useRef(false);
  const go = useCallback(
    (by: 1 | -1) => {
      const { cards: now, active: from, start: above } = store.getSnapshot();
      const box = scroller.current;
      if (!box) return;
      // Past the last card lies the tail, which says what comes.
      const to = step(now, from, by) ?? (by === 1 ? now.length : null);
      if (to === null) return;
      asked.current = true;
      // A smooth step asked for by name ignores what the style sheet says about motion.
      const behavior = prefersReducedMotion() ? "instant" : "smooth";
      box.scrollTo({ top: to * box.clientHeight, behavior });
      // An answer that puts other cards behind this one makes the browser snap back in mid-step.
      clearTimeout(arrival.current);
      arrival.current = setTimeout(() => {
        // What was put above meanwhile has pushed the goal down.
        const goal = to + store.getSnapshot().start - above;
        box.scrollTo({ top: goal * box.clientHeight });
      }, arrivedMs);
    },
    [store],
  );
  const letGo = useCallback(() => clearTimeout(arrival.current), []);
  useEffect(() => letGo, [letGo]);

  const show = useCallback(
    (key: string) => {
      const index = store.getSnapshot().cards.findIndex((card) => card.key === key);
      const box = scroller.current;
      if (index < 0 || !box) return;
      clearTimeout(arrival.current);
      // Watched first: only what is near the watched card is mounted, and could say that it arrived.
      store.activate(index);
      box.scrollTo({ top: index * box.clientHeight, behavior: "instant" });
    },
    [store],
  );

  useImperativeHandle(handle, () => ({ go, show }), [go, show]);
  useWheelSteps(scroller, go);

  // Clips put above push everything down: the view goes along before anybody sees it. The browser
  // may have done so already, as it keeps to what it snapped to; a swipe under way keeps its part.
  const shownStart = useRef(start);
  useLayoutEffect(() => {
    if (start === shownStart.current) return;
    shownStart.current = start;
    const box = scroller.current;
    if (!box || box.clientHeight === 0) return;
    const at = box.scrollTop / box.clientHeight;
    box.scrollTop = (store.getSnapshot().active + at - Math.round(at)) * box.clientHeight;
  }, [start, store]);

  // Focus goes along: the card it was in is inert now. A swipe of somebody who has none leaves it.
  const shownKey = cards[active]?.key;
  const watchedKey = useRef(shownKey);
  useLayoutEffect(() => {
    if (shownKey === watchedKey.current) return;
    watchedKey.current = shownKey;
    const holder = document.activeElement;
    const left = scroller.current?.contains(holder) && holder?.closest("[inert]");
    const follows = left || (asked.current && holder === document.body);
    asked.current = false;
    if (!follows) return;
    // In the frame that lays the cards out: asked for at once it would lay them out in mid-swipe.
    const frame = requestAnimationFrame(focusWatched);
    return () => cancelAnimationFrame(frame);
  }, [shownKey]);

  const { lowest, end } = useMountedRange({ active, start, count, settled });
  const mounted = cards.slice(lowest, end);
  // An answer may put other cards in the same places: those must be observed too.
  const mountedKeys = mounted.map((card) => card.key).join(" ");

  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          if (!entry.isIntersecting) continue;
          const index = Number((entry.target as HTMLElement).dataset.index);
          const { cards: now, active: from } = store.getSnapshot();
          const card = now[index];
          if (card && index !== from) onArrive(card.key);
          store.activate(index);
        }
      },
      { root: box, threshold: 0.6 },
    );
    for (const card of box.querySelectorAll("[data-index]")) observer.observe(card);
    return () => observer.disconnect();
  }, [store, lowest, mountedKeys, count, onArrive]);

  return (
    <div
      ref={scroller}
      onPointerDown={letGo}
      role="feed"
      aria-busy={snapshot.loading}
      aria-label={t("feed.label")}
      className="relative hide-scrollbar size-full snap-y snap-mandatory overflow-y-scroll overscroll-none [overflow-anchor:none]"
    >
      {mounted.map((card, offset) => {
        const index = lowest + offset;
        const distance = Math.abs(index - active);
        const role: CardRole = distance === 0 ? "active" : distance === 1 ? "near" : "idle";
        return (
          <article
            key={card.key}
            data-index={index}
            aria-posinset={index + 1}
            aria-setsize={snapshot.end ? count : -1}
            aria-label={card.kind === "clip" ? card.video.title : undefined}
            inert={distance !== 0}
            tabIndex={-1}
            className="@container-size absolute inset-x-0 h-full snap-start snap-always [content-visibility:auto]"
            style={{ top: `${index * 100}%` }}
          >
            {card.kind === "caught-up" ? (
              <CaughtUpCard onNext={() => go(1)} />
            ) : card.gone || card.dismissed ? (
              <GoneCard dismissed={!card.gone} onNext={() => go(1)} />
            ) : (
              renderClip(card, role, index === start)
            )}
          </article>
        );
      })}
      {/* The tail has a place of its own: while it is looked at nothing plays, and what is loaded
          next appears right there. */}
      <div
        role="article"
        data-index={count}
        inert={active !== count}
        tabIndex={-1}
        className="absolute inset-x-0 h-full snap-start snap-always"
        style={{ top: `${count * 100}%` }}
      >
        <FeedTail
          snapshot={snapshot}
          emptyText={emptyText}
          wayOn={wayOn}
          onRetry={() => void store.loadMore()}
        />
      </div>
    </div>
  );
}
