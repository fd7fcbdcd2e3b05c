import type { FeedItem, ForYouPage, Video } from "@/lib/api/types";
import { type LiveEvents, isOf } from "@/lib/live/live-events";

export interface ClipCard {
  kind: "clip";
  key: string;
  video: Video;
  impressionId?: string;
  reason: FeedItem["reason"];
  /** Removed, blocked or made private while we had it: shown as a card, skipped from then on. */
  gone: boolean;
  /** The viewer wants less of it: words stand in its place, until they take that back. */
  dismissed?: boolean;
}

export type Card = ClipCard | { kind: "caught-up"; key: string };

function clip(item: FeedItem): ClipCard {
  return {
    kind: "clip",
    key: item.impressionId || item.video.id,
    video: item.video,
    impressionId: item.impressionId || undefined,
    reason: item.reason,
    gone: false,
  };
}

/** A clip of a plain list: it has no impression and needs no reason. */
export function listed(video: Video): ClipCard {
  return { kind: "clip", key: video.id, video, reason: null, gone: false };
}

const isAgain = (card: Card) => card.kind === "clip" && card.reason?.code === "again";

/** The impressions not played yet: they keep their place in the server's next answer. */
export function holding(cards: Card[], active: number): string[] {
  return cards
    .slice(active + 1)
    .flatMap((card) => (card.kind === "clip" && card.impressionId ? [card.impressionId] : []));
}

/**
 * A For You answer replaces everything after the playing clip, except that the next one, which lies
 * loaded, stays next where the answer has it as well. What was played meanwhile stays, a clip comes
 * twice only when the server says `again` or has nothing else, and never right after itself.
 */
export function replaceAfter(cards: Card[], active: number, page: ForYouPage): Card[] {
  const next = cards[active + 1];
  const wanted = page.items.some(({ impressionId }) => impressionId && impressionId === next?.key);
  const kept = cards.slice(0, active + (wanted ? 2 : 1));
  const known = new Set(kept.flatMap((card) => (card.kind === "clip" ? [card.video.id] : [])));
  const fresh = following(kept, page, (card) => isAgain(card) || !known.has(card.video.id));
  // Clips passed too quickly to count as watched come again: better than a feed that stops.
  return withCaughtUp(kept, fresh.length > 0 ? fresh : following(kept, page, () => true));
}

function following(kept: Card[], page: ForYouPage, may: (card: ClipCard) => boolean): ClipCard[] {
  const keys = new Set(kept.map((card) => card.key));
  const fresh: ClipCard[] = [];
  for (const item of page.items) {
    const card = clip(item);
    const last = fresh.at(-1) ?? kept.at(-1);
    if (keys.has(card.key) || !may(card)) continue;
    if (last?.kind === "clip" && last.video.id === card.video.id) continue;
    if (fresh.some((other) => other.video.id === card.video.id)) continue;
    keys.add(card.key);
    fresh.push(card);
  }
  return fresh;
}

/**
 * Says once, before the first clip shown again, that everything new has been seen. A feed that
 * opens with such clips plays them at once: nobody comes to read a card.
 */
function withCaughtUp(kept: Card[], fresh: ClipCard[]): Card[] {
  const first = fresh.findIndex(isAgain);
  const opens = kept.length === 0 && first === 0;
  if (first < 0 || opens || kept.some((card) => card.kind === "caught-up" || isAgain(card))) {
    return [...kept, ...fresh];
  }
  const note: Card = { kind: "caught-up", key: "caught-up" };
  return [...kept, ...fresh.slice(0, first), note, ...fresh.slice(first)];
}

/** Appends a page of a list ordered by time; an item that came before is dropped. */
export function append(cards: Card[], items: (FeedItem | Video)[]): Card[] {
  return [...cards, ...newTo(cards, items)];
}

/** What of a list's items is not among the cards yet. */
export function newTo(cards: Card[], items: (FeedItem | Video)[]): ClipCard[] {
  const known = new Set(cards.flatMap((card) => (card.kind === "clip" ? [card.video.id] : [])));
  return items
    .map((item) => ("video" in item ? clip(item) : listed(item)))
    .filter((card) => {
      if (known.has(card.video.id)) return false;
      known.add(card.video.id);
      return true;
    });
}

/** Clips that vanished: those still to come leave, the rest becomes a card so that nothing jumps. */
export function purge(cards: Card[], active: number, what: LiveEvents["feed:purge"]): Card[] {
  const hit = (card: Card) => card.kind === "clip" && isOf(what, card.video);
  if (!cards.some(hit)) return cards;
  return cards
    .filter((card, index) => index <= active || !hit(card))
    .map((card) => (card.kind === "clip" && hit(card) ? { ...card, gone: true } : card));
}

/** The next place to go from here, past what vanished; null at the end. */
export function step(cards: Card[], from: number, by: 1 | -1): number | null {
  for (let index = from + by; index >= 0 && index < cards.length; index += by) {
    const card = cards[index];
    if (card && !(card.kind === "clip" && (card.gone || card.dismissed))) return index;
  }
  return null;
}
