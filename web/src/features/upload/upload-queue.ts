import type { Upload } from "tus-js-client";
import { ApiProblem } from "@/lib/api/problem";
import type { UnfinishedUpload } from "@/lib/api/types";
import { randomId } from "@/lib/ids";
import { type Notes, forgetNotes, keepNotes, noNotes, readNotes } from "./notes";

export type UploadPhase = "starting" | "sending" | "waiting" | "sent" | "failed";

/** One file on its way. Immutable: every change is a new object. */
export interface UploadItem {
  id: string;
  /** Null where an earlier visit sent all of it: the server has it, this page does not. */
  file: File | null;
  name: string;
  size: number;
  /** For the preview; revoked when the item goes. */
  preview: string | null;
  /** What was said about it so far: kept while one looks at other pages, and over a reload. */
  notes: Notes;
  /** Grows when notes of an earlier visit take the place of these: the form is then drawn anew. */
  recalled: number;
  phase: UploadPhase;
  /** Bytes the server has acknowledged or the browser handed over. */
  sent: number;
  /** Went on where an earlier attempt had stopped. */
  resumed: boolean;
  /** Known as soon as the server has accepted the upload. */
  uploadId: string | null;
  /** Set once the server was asked to get it ready before it is posted. */
  draftId: string | null;
  /** Set once it was posted. */
  videoId: string | null;
  problem: ApiProblem | null;
}

const newItem = {
  file: null,
  preview: null,
  notes: noNotes,
  recalled: 0,
  phase: "starting",
  sent: 0,
  resumed: false,
  uploadId: null,
  draftId: null,
  videoId: null,
  problem: null,
} satisfies Partial<UploadItem>;

/** The server will not have this file, however often it is sent. */
export const isRefused = ({ phase, problem }: UploadItem) =>
  phase === "failed" && problem?.transient !== true;

/** Leaving now would stop or forget something. */
export const isUnfinished = (item: UploadItem) =>
  !isRefused(item) && (item.phase !== "sent" || item.videoId === null);

type Listener = () => void;

// A cut connection is met again and again, but not in step with everybody else's.
const retryDelays = [0, 500, 1_000, 3_000, 5_000, 10_000, 20_000];
/** After these: a line that comes back tells, a server that does has to be asked. */
const restMs = 30_000;

/** Worth waiting for. A full disk (507) does not empty by itself; 409 and 423 are an earlier try that has not ended. */
const passes = ({ status, transient }: ApiProblem) =>
  (transient && status !== 507) || status === 409 || status === 423;

/** A page that asks before it is left is not kept for going back: only while there is something to lose. */
const ask = (event: Event) => event.preventDefault();

interface SendingError {
  originalResponse?: { getStatus(): number; getBody(): string } | null;
  causingError?: unknown;
}

function problemOf(error: unknown): ApiProblem {
  const { originalResponse: response, causingError } = error as SendingError;
  if (causingError instanceof ApiProblem) return causingError;
  if (!response) return new ApiProblem(0, "offline", String(error));
  try {
    const body = JSON.parse(response.getBody()) as Record<string, unknown>;
    const params = body.params as Record<string, string> | undefined;
    const errors = body.errors as Record<string, string[]> | undefined;
    return new ApiProblem(
      response.getStatus(),
      String(body.code ?? "unexpected"),
      String(body.detail ?? ""),
      errors,
      params,
    );
  } catch {
    // A proxy in between answered, in no words of ours.
    return new ApiProblem(response.getStatus(), "unexpected", "");
  }
}

/**
 * Files being sent, one tus upload each, beyond the life of any page: leaving the studio does not
 * stop them, and a line that is gone only halts them. The same file picked again after a reload goes on where it stopped.
 */
export class UploadQueue {
  private items: readonly UploadItem[] = [];
  private readonly uploads = new Map<string, Upload>();
  private readonly listeners = new Set<Listener>();
  private rest: ReturnType<typeof setTimeout> | undefined;

  subscribe = (listener: Listener) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  getItems = () => this.items;

  add(file: File): string {
    const id = randomId();
    const preview = URL.createObjectURL(file);
    this.set([...this.items, { ...newItem, id, file, name: file.name, size: file.size, preview }]);
    void this.start(id, file);
    return id;
  }

  /** Takes up what an earlier visit sent and did not post. */
  goOn({ id: uploadId, fileName, size }: Pick<UnfinishedUpload, "id" | "fileName" | "size">) {
    this.set([
      ...this.items,
      {
        ...newItem,
        id: randomId(),
        name: fileName,
        size,
        phase: "sent",
        sent: size,
        uploadId,
        notes: readNotes(uploadId) ?? noNotes,
      },
    ]);
  }

  /** By hand: it does not wait any longer. */
  retry(id: string) {
    const item = this.find(id);
    if (!item) return;
    this.change(id, { phase: "starting", problem: null });
    this.again(item);
  }

  describe(id: string, said: Partial<Notes>) {
    const item = this.find(id);
    if (!item) return;
    const notes = { ...item.notes, ...said };
    this.change(id, { notes });
    if (item.uploadId) keepNotes(item.uploadId, notes);
  }

  /** The server gets it ready; it is still to be posted. */
  drafted(id: string, draftId: string) {
    this.change(id, { draftId });
  }

  /** The clip was posted; the rest of its bytes may still be on their way. */
  posted(id: string, videoId: string) {
    const item = this.find(id);
    this.change(id, { videoId });
    if (item?.uploadId) forgetNotes(item.uploadId);
    if (item?.phase === "sent") void this.forgetFile(id);
  }

  /** Takes a file out; unless it was posted, the server forgets it too. One taken up from the list goes back there. */
  remove(id: string) {
    const item = this.find(id);
    if (!item) return;
    const made = item.videoId !== null || item.draftId !== null || item.file === null;
    void this.uploads.get(id)?.abort(!made && item.uploadId !== null);
    if (!made && item.uploadId) forgetNotes(item.uploadId);
    if (!made) void this.forgetFile(id).finally(() => this.uploads.delete(id));
    else this.uploads.delete(id);
    this.drop(item);
  }

  private drop({ id, preview }: UploadItem) {
    if (preview) URL.revokeObjectURL(preview);
    this.set(this.items.filter((other) => other.id !== id));
  }

  get busy(): boolean {
    return this.items.some(({ phase }) => phase !== "sent" && phase !== "failed");
  }

  private async start(id: string, file: File) {
    try {
      await this.send(id, file);
    } catch (error) {
      this.stop(id, error);
    }
  }

  /** Tries what waits once more, which goes on waiting until it is taken. */
  private tryWaiting = () =>
    this.items.filter(({ phase }) => phase === "waiting").forEach((item) => this.again(item));

  private again({ id, file }: UploadItem) {
    const upload = this.uploads.get(id);
    if (upload) {
      // One try at a time: it may have been about to make one by itself.
      void upload.abort();
      upload.start();
    } else if (file) void this.start(id, file);
  }

  private stop(id: string, error: unknown) {
    const problem = problemOf(error);
    if (!passes(problem)) return this.change(id, { phase: "failed", problem });
    this.change(id, { phase: "waiting", problem });
    clearTimeout(this.rest);
    this.rest = setTimeout(this.tryWaiting, restMs);
  }

  private async send(id: string, file: File) {
    // Loaded with the first file: nobody else needs it.
    const tus = await import("tus-js-client");
    if (!this.find(id)) return;
    const upload = new tus.Upload(file, {
      endpoint: "/api/uploads",
      retryDelays,
      metadata: { filename: file.name, filetype: file.type },
      onShouldRetry: (error) => {
        const problem = problemOf(error);
        if (passes(problem)) this.change(id, { phase: "waiting", problem });
        return passes(problem);
      },
      // A busy server has lost nothing, but whoever is not told how far it is would begin another upload.
      onAfterResponse: (request, response) => {
        const problem = new ApiProblem(response.getStatus(), "unavailable", "");
        if (request.getMethod() === "HEAD" && problem.transient) throw problem;
      },
      onUploadUrlAvailable: () => {
        const uploadId = upload.url?.split("/").filter(Boolean).at(-1) ?? null;
        this.change(id, { uploadId, phase: "sending", problem: null });
        if (uploadId) this.recall(id, uploadId);
      },
      onProgress: (sent) => this.change(id, { sent, phase: "sending" }),
      onSuccess: () => {
        this.change(id, { sent: file.size, phase: "sent" });
        if (this.find(id)?.videoId) void this.forgetFile(id);
      },
      onError: (error) => this.stop(id, error),
    });
    const earlier = (await upload.findPreviousUploads())[0];
    // Taken out meanwhile, or begun by another try.
    if (!this.find(id) || this.uploads.has(id)) return;
    this.uploads.set(id, upload);
    if (earlier) {
      upload.resumeFromPreviousUpload(earlier);
      this.change(id, { resumed: true });
    }
    upload.start();
  }

  /** Notes of an earlier visit, unless something else has been said since the file was chosen. */
  private recall(id: string, uploadId: string) {
    const item = this.find(id);
    if (!item) return;
    // Taken up from the list before its file was chosen, or the file chosen twice: one card, the newer one with the picture.
    const twin = this.items.find((other) => other.uploadId === uploadId && other.id !== id);
    if (twin) {
      void this.uploads.get(twin.id)?.abort();
      this.uploads.delete(twin.id);
      this.drop(twin);
    }
    const kept = twin?.notes ?? readNotes(uploadId);
    if (item.notes !== noNotes) keepNotes(uploadId, item.notes);
    else if (kept) this.change(id, { notes: kept, recalled: item.recalled + 1 });
  }

  /** From now on the same file is another upload. Until it is posted it goes on with this one, even when all of it is there. */
  private async forgetFile(id: string) {
    const upload = this.uploads.get(id);
    const storage = upload?.options?.urlStorage;
    if (!upload || !storage) return;
    for (const known of await upload.findPreviousUploads()) {
      if (known.uploadUrl === upload.url) await storage.removeUpload(known.urlStorageKey);
    }
  }

  private find(id: string) {
    return this.items.find((item) => item.id === id);
  }

  private change(id: string, changes: Partial<UploadItem>) {
    this.set(this.items.map((item) => (item.id === id ? { ...item, ...changes } : item)));
  }

  private set(items: readonly UploadItem[]) {
    this.items = items;
    const watch = items.some(isUnfinished) ? "addEventListener" : "removeEventListener";
    window[watch]("beforeunload", ask);
    window[watch]("online", this.tryWaiting);
    for (const listener of this.listeners) listener();
  }
}

/** The one queue of this tab. */
export const uploadQueue = new UploadQueue();
