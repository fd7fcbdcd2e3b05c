import { type Cut, wholeClip } from "@/components/clip-fields/trim-and-cover";
import type { Audience, VideoLabel } from "@/lib/api/types";

/** What somebody has said about a clip that is not posted yet. */
export interface Notes {
  caption: string;
  audience: Audience;
  allowComments: boolean;
  labels: VideoLabel[];
  /** As the field writes it, local. */
  publishAt: string;
  cut: Cut;
}

export const noNotes: Notes = {
  caption: "",
  audience: "public",
  allowComments: true,
  labels: [],
  publishAt: "",
  cut: wholeClip,
};

const prefix = "zt_upload:";
/** Longer than the server keeps an upload that nobody goes on with. */
const keptMs = 7 * 86_400_000;

interface Kept {
  at: number;
  notes: Partial<Notes>;
}

function read(key: string): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "null") as Kept | null;
    return typeof kept?.at === "number" && typeof kept.notes === "object" ? kept : null;
  } catch {
    return null;
  }
}

/** What was said about an upload before the page was loaded anew. */
export function readNotes(uploadId: string): Notes | null {
  const kept = read(prefix + uploadId);
  return kept ? { ...noNotes, ...kept.notes } : null;
}

/** Keeps it in this browser, which may refuse: then it lives as long as the page does. */
export function keepNotes(uploadId: string, notes: Notes): void {
  try {
    localStorage.setItem(prefix + uploadId, JSON.stringify({ at: Date.now(), notes }));
  } catch {
    // No storage, or no room in it.
  }
}

export function forgetNotes(uploadId: string): void {
  try {
    localStorage.removeItem(prefix + uploadId);
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(prefix)) continue;
      if (Date.now() - (read(key)?.at ?? 0) > keptMs) localStorage.removeItem(key);
    }
  } catch {
    // Nothing was kept.
  }
}
