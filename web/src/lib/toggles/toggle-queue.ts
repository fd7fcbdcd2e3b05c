import { type ApiProblem, toProblem } from "@/lib/api/problem";

export interface ToggleQueueOptions<Answer> {
  send: (key: string, on: boolean, seq: number) => Promise<Answer>;
  /** `final` is false when a newer tap of the same key is about to be sent. */
  answered: (key: string, answer: Answer, final: boolean) => void;
  /** The server said no, or could not be reached for long: the tap is undone. */
  undone: (key: string, problem: ApiProblem) => void;
  /** Waits before attempt n + 1; resolves earlier when the network is back. */
  pause: (attempt: number, problem: ApiProblem) => Promise<void>;
  now?: () => number;
  /** Who taps: what one person left unsent is nobody else's. */
  viewer?: () => unknown;
}

interface Entry {
  viewer: unknown;
  wanted: boolean;
  seq: number;
  /** What the server is known to hold; undefined after a failure that may have arrived there. */
  held: boolean | undefined;
}

const maxAttempts = 6;

/**
 * Sends taps of on/off things, one request per key at a time. A newer tap replaces the one that
 * waits; a tap back to what the server already holds sends nothing.
 */
export function createToggleQueue<Answer>(options: ToggleQueueOptions<Answer>) {
  const { send, answered, undone, pause, now = Date.now, viewer = () => null } = options;
  const entries = new Map<string, Entry>();
  let lastSeq = 0;

  const known = (key: string) => {
    const entry = entries.get(key);
    return entry && entry.viewer === viewer() ? entry : undefined;
  };

  async function drain(key: string, entry: Entry): Promise<void> {
    const left = () => known(key) !== entry;
    let attempt = 0;
    while (entry.wanted !== entry.held) {
      const { wanted, seq } = entry;
      try {
        const answer = await send(key, wanted, seq);
        if (left()) return;
        entry.held = wanted;
        attempt = 0;
        answered(key, answer, entry.wanted === wanted);
      } catch (error) {
        if (left()) return;
        const problem = toProblem(error);
        // Without a line it is no attempt: what was tapped is sent when there is one again.
        if (navigator.onLine) attempt += 1;
        if (!problem.transient || attempt >= maxAttempts) {
          entries.delete(key);
          undone(key, problem);
          return;
        }
        entry.held = undefined;
        await pause(attempt, problem);
        if (left()) return;
      }
    }
    entries.delete(key);
  }

  return {
    /** `before` is what the viewer saw before this tap. */
    tap(key: string, on: boolean, before: boolean): void {
      // Larger than any earlier tap, also of an earlier page: a late retry must lose (api.md).
      lastSeq = Math.max(lastSeq + 1, now());
      const running = known(key);
      if (running) {
        running.wanted = on;
        running.seq = lastSeq;
        return;
      }
      const entry: Entry = { viewer: viewer(), wanted: on, seq: lastSeq, held: before };
      entries.set(key, entry);
      void drain(key, entry);
    },
    busy: (key: string) => known(key) !== undefined,
  };
}
