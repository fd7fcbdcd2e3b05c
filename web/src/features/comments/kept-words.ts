import { useSyncExternalStore } from "react";
import type { ApiProblem } from "@/lib/api/problem";
import type { Comment } from "@/lib/api/types";
import { useAppStore } from "@/lib/store/hooks";
import type { Store } from "@/lib/store/store";

/** A comment on its way: shown at once, kept with a retry when it did not arrive. */
export interface Draft {
  clientRef: string;
  text: string;
  /** What is answered: a comment, or one of its replies. */
  parentId: string | null;
  /** The comment whose thread it will stand in. */
  threadId: string | null;
  problem: ApiProblem | null;
}

/** What somebody has written under one clip and that has not arrived. */
interface Words {
  text: string;
  replyTo: Comment | null;
  drafts: Draft[];
}

type Heard = (comment: Comment) => void;

const nothing: Words = { text: "", replyTo: null, drafts: [] };
const mostClips = 50;

function createKeptWords(store: Store) {
  /** By clip, the one last written under at the end. */
  const kept = new Map<string, Words>();
  const listeners = new Set<() => void>();
  const shown = new Map<string, Set<Heard>>();
  const tell = () => listeners.forEach((listener) => listener());
  const viewer = () => store.getState().session.me?.id ?? null;
  let writer = viewer();

  // What a visitor wrote is theirs once they have signed in. Nothing of one person is left to another.
  store.subscribe(() => {
    const now = viewer();
    if (now === writer) return;
    if (writer !== null) {
      kept.clear();
      tell();
    }
    writer = now;
  });

  const of = (videoId: string) => kept.get(videoId) ?? nothing;

  function put(videoId: string, change: Partial<Words>) {
    const words = { ...of(videoId), ...change };
    kept.delete(videoId);
    kept.set(videoId, words);
    const [oldest] = kept.keys();
    if (kept.size > mostClips && oldest) kept.delete(oldest);
    tell();
  }

  return {
    of,
    put,
    /** False where it is kept no longer: whoever wrote it has signed out since. */
    putDraft(videoId: string, changed: Draft): boolean {
      const { drafts } = of(videoId);
      if (!drafts.some(({ clientRef }) => clientRef === changed.clientRef)) return false;
      const now = (draft: Draft) => (draft.clientRef === changed.clientRef ? changed : draft);
      put(videoId, { drafts: drafts.map(now) });
      return true;
    },
    /** False likewise. */
    dropDraft(videoId: string, clientRef: string): boolean {
      const { drafts } = of(videoId);
      const others = drafts.filter((draft) => draft.clientRef !== clientRef);
      if (others.length === drafts.length) return false;
      put(videoId, { drafts: others });
      return true;
    },
    /** While a clip's comments are on screen, they hear what arrives. */
    show(videoId: string, heard: Heard): () => void {
      const all = shown.get(videoId) ?? new Set();
      shown.set(videoId, all.add(heard));
      return () => {
        all.delete(heard);
        if (all.size === 0) shown.delete(videoId);
        // Whom one would answer is kept only with words for it.
        const { text, drafts } = of(videoId);
        if (text.trim() !== "") return;
        if (drafts.length === 0) kept.delete(videoId);
        else put(videoId, { ...nothing, drafts });
      };
    },
    /** The comments of that clip that are on screen. */
    showing: (videoId: string): Heard[] => [...(shown.get(videoId) ?? [])],
    listen(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export type KeptWords = ReturnType<typeof createKeptWords>;

/** One for the app, beside its store: moving to the next clip or closing the comments loses nothing. */
const ofStore = new WeakMap<Store, KeptWords>();

function keptBeside(store: Store): KeptWords {
  const known = ofStore.get(store);
  if (known) return known;
  const fresh = createKeptWords(store);
  ofStore.set(store, fresh);
  return fresh;
}

export function useKeptWords(): KeptWords {
  return keptBeside(useAppStore());
}

/** One part of them, so that typing draws the field and not every comment. */
export function useKept<P extends keyof Words>(videoId: string, part: P): Words[P] {
  const { listen, of } = useKeptWords();
  return useSyncExternalStore(
    listen,
    () => of(videoId)[part],
    () => nothing[part],
  );
}
