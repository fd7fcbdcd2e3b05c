import type { PlainProblem } from "@/lib/api/plain-problem";
import { plain } from "@/lib/api/plain-problem";
import { toProblem } from "@/lib/api/problem";
import type { FeedItem, ForYouPage, Page, Video } from "@/lib/api/types";
import type { LiveEvents } from "@/lib/live/live-events";
import { type Card, append, holding, newTo, purge, replaceAfter } from "./feed-cards";
import { type FeedPage, type FeedSource, type FetchPage, nextPath, toPage } from "./feed-source";

export interface FeedSnapshot {
  cards: Card[];
  active: number;
  /** Where the clip stands that one came in with: clips of its list may stand above it. */
  start: number;
  loading: boolean;
  problem: PlainProblem | null;
  /** Why nothing more comes; null while there may be more. */
  end: "caught_up" | "empty" | "end" | null;
}

export type FeedAnswer = ForYouPage | Page<FeedItem | Video>;

export interface FeedStart {
  answer: FeedAnswer | null;
  problem: PlainProblem | null;
}

interface FeedStoreOptions {
  source: FeedSource;
  start: FeedStart;
  /** Cards that stand before the first page: the clip of a shared link. */
  lead?: Card[];
  fetchPage: FetchPage;
  /** Sends waiting watches first, so that the next answer has learnt from them. */
  beforeFetch: () => Promise<void>;
}

/** Ask for more when this few clips are left. */
const low = 3;
/** Ask again after this many plays even so: the feed follows taste within seconds. */
const playsPerAnswer = 4;
/** A page may be short or empty and still have a next one; this many are walked in one go. */
const maxEmptyPages = 5;

export type FeedStore = ReturnType<typeof createFeedStore>;

export function createFeedStore(options: FeedStoreOptions) {
  const { source, fetchPage, beforeFetch } = options;
  const listeners = new Set<() => void>();
  let cursor: string | null = null;
  let before: string | null = null;
  let loadingBefore = false;
  let playsSinceAnswer = 0;
  const [lead] = options.lead ?? [];
  let sought = lead?.kind === "clip" && source.kind === "list" ? lead.video.id : null;
  const passed: (FeedItem | Video)[] = [];
  let snapshot: FeedSnapshot = {
    cards: options.lead ?? [],
    active: 0,
    start: 0,
    loading: false,
    problem: options.start.problem,
    end: null,
  };

  function set(change: Partial<FeedSnapshot>): void {
    snapshot = { ...snapshot, ...change };
    for (const listener of listeners) listener();
  }

  /**
   * The list also holds what stands before the leading clip, which is put above it. A list that
   * turns out not to have it is played from its top.
   */
  function afterLead(page: FeedPage): (FeedItem | Video)[] {
    if (!sought) return page.items;
    before = page.before;
    const at = page.items.findIndex((item) => ("video" in item ? item.video : item).id === sought);
    const seeking = source.kind === "list" && source.seek === true;
    if (at < 0 && seeking && page.cursor !== null) {
      passed.push(...page.items);
      return [];
    }
    sought = null;
    const read = [...passed.splice(0), ...page.items];
    if (at < 0) return read;
    const place = read.length - page.items.length + at;
    putAbove(read.slice(0, place));
    return read.slice(place + 1);
  }

  /** What is being watched stays so; everything only has other places. */
  function putAbove(items: (FeedItem | Video)[]): void {
    const above = newTo(snapshot.cards, items);
    if (above.length === 0) return;
    const { cards, active, start } = snapshot;
    const by = above.length;
    set({ cards: [...above, ...cards], active: active + by, start: start + by });
  }

  /** Takes an answer in; true when it brought something new to see. */
  function take(answer: FeedAnswer): boolean {
    const page = toPage(answer);
    const items = "status" in answer ? [] : afterLead(page);
    const { cards, active } = snapshot;
    const next = "status" in answer ? replaceAfter(cards, active, answer) : append(cards, items);
    cursor = page.cursor;
    playsSinceAnswer = 0;
    const more = next.length > Math.max(active + 1, "status" in answer ? 0 : cards.length);
    // More is promised, but nothing of it can be shown: waiting for it would have no end.
    const dry =
      "status" in answer &&
      page.status === "more" &&
      snapshot.loading &&
      next.length <= Math.min(cards.length, active + 1);
    const end =
      page.status === "more" || (page.status === "caught_up" && more) ? null : page.status;
    set({ cards: next, problem: null, end: dry ? "caught_up" : end });
    return more;
  }

  async function loadMore(): Promise<void> {
    if (snapshot.loading) return;
    set({ loading: true });
    try {
      for (let pages = 0; pages < maxEmptyPages; pages++) {
        await beforeFetch();
        const held = holding(snapshot.cards, snapshot.active);
        const answer = await fetchPage(nextPath(source, held, cursor));
        if (take(answer)) break;
        if (source.kind === "for-you" || snapshot.end) break;
      }
      set({ loading: false });
    } catch (error) {
      set({ loading: false, problem: plain(toProblem(error)) });
    }
  }

  /** Reads on upwards, as far as there is something above. */
  async function loadBefore(): Promise<void> {
    if (loadingBefore || !before || snapshot.active > low) return;
    loadingBefore = true;
    try {
      for (let pages = 0; before && pages < maxEmptyPages; pages++) {
        const page = toPage(await fetchPage(nextPath(source, [], before)));
        before = page.before;
        putAbove(page.items);
        if (page.items.length > 0) break;
      }
    } catch {
      // What is being watched plays on; the next swipe asks again.
    }
    loadingBefore = false;
  }

  function needsMore(): boolean {
    if (snapshot.loading || snapshot.end) return false;
    const left = snapshot.cards.length - 1 - snapshot.active;
    if (left <= low) return true;
    return source.kind === "for-you" && playsSinceAnswer >= playsPerAnswer;
  }

  if (options.start.answer) take(options.start.answer);

  return {
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: () => snapshot,
    /** The clip at `index` is the one being watched now. */
    activate(index: number): void {
      if (index !== snapshot.active) {
        playsSinceAnswer += 1;
        set({ active: index });
      }
      if (needsMore()) void loadMore().then(loadBefore);
      else void loadBefore();
    },
    loadMore,
    /** Starts over from the top: after an empty or finished feed. */
    async restart(): Promise<void> {
      [cursor, before] = [null, null];
      set({ cards: [], active: 0, start: 0, end: null, problem: null });
      await loadMore();
    },
    /** Fresh copies of clips we have: what they are to a viewer who just signed in. */
    renew(videos: Video[]): void {
      const fresh = new Map(videos.map((video) => [video.id, video]));
      const cards = snapshot.cards.map((card) => {
        const video = card.kind === "clip" ? fresh.get(card.video.id) : undefined;
        return card.kind === "clip" && video
          ? // The playing element must not notice: the same file under a new signature would reload.
            { ...card, video: { ...video, playback: card.video.playback ?? video.playback } }
          : card;
      });
      set({ cards });
    },
    /** Takes a clip out of sight, or gives it back. */
    dismiss(key: string, dismissed: boolean): void {
      set({
        cards: snapshot.cards.map((card) =>
          card.kind === "clip" && card.key === key ? { ...card, dismissed } : card,
        ),
      });
    },
    purge(what: LiveEvents["feed:purge"]): void {
      const cards = purge(snapshot.cards, snapshot.active, what);
      if (cards !== snapshot.cards) set({ cards });
    },
  };
}
