import type { Upload } from "tus-js-client";
import { ApiProblem } from "@/lib/api/problem";
import { randomId } from "@/lib/ids";

export type UploadPhase = "starting" | "sending" | "waiting" | "sent" | "failed";

/** One file on its way. Immutable: every change is a new object. */
export interface UploadItem {
  id: string;
  file: File;
  /** For the preview; revoked when the item goes. */
  preview: string;
  /** What was written about it so far: kept while one looks at other pages. */
  caption: string;
  phase: UploadPhase;
  /** Bytes the server has acknowledged or the browser handed over. */
  sent: number;
  /** Went on where an earlier attempt had stopped. */
  resumed: boolean;
  /** Known as soon as the server has accepted the upload. */
  uploadId: string | null;
  /** Set once it was posted. */
  videoId: string | null;
  problem: ApiProblem | null;
}

type Listener = () => void;

// A cut connection is met again and again, but not in step with everybody else's.
const retryDelays = [0, 500, 1_000, 3_000, 5_000, 10_000, 20_000];

function problemOf(error: unknown): ApiProblem {
  const response = (
    error as { originalResponse?: { getStatus(): number; getBody(): string } | null }
  ).originalResponse;
  if (!response) return new ApiProblem(0, "offline", String(error));
  try {
    const body = JSON.parse(response.getBody()) as Record<string, unknown>;
    const params = body.params as Record<string, string> | undefined;
    return new ApiProblem(
      response.getStatus(),
      String(body.code),
      String(body.detail ?? ""),
      {},
      params,
    );
  } catch {
    return new ApiProblem(response.getStatus(), `http_${response.getStatus()}`, "");
  }
}

/**
 * Files being sent, one tus upload each, beyond the life of any page: leaving the studio does not
 * stop them. The same file picked again after a reload goes on where it stopped.
 */
export class UploadQueue {
  private items: readonly UploadItem[] = [];
  private readonly uploads = new Map<string, Upload>();
  private readonly listeners = new Set<Listener>();

  subscribe = (listener: Listener) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  getItems = () => this.items;

  add(file: File): string {
    const id = randomId();
    const preview = URL.createObjectURL(file);
    this.set([
      ...this.items,
      {
        id,
        file,
        preview,
        caption: "",
        phase: "starting",
        sent: 0,
        resumed: false,
        uploadId: null,
        videoId: null,
        problem: null,
      },
    ]);
    void this.start(id, file);
    return id;
  }

  retry(id: string) {
    const item = this.find(id);
    if (!item) return;
    this.change(id, { phase: "starting", problem: null });
    void this.start(id, item.file);
  }

  describe(id: string, caption: string) {
    this.change(id, { caption });
  }

  /** The clip was posted; the rest of its bytes may still be on their way. */
  posted(id: string, videoId: string) {
    this.change(id, { videoId });
  }

  /** Takes a file out; unless it was posted, the server forgets it too. */
  remove(id: string) {
    const item = this.find(id);
    if (!item) return;
    URL.revokeObjectURL(item.preview);
    void this.uploads.get(id)?.abort(item.videoId === null && item.uploadId !== null);
    this.uploads.delete(id);
    this.set(this.items.filter((other) => other.id !== id));
  }

  get busy(): boolean {
    return this.items.some(({ phase }) => phase !== "sent" && phase !== "failed");
  }

  private async start(id: string, file: File) {
    // Loaded with the first file: nobody else needs it.
    const tus = await import("tus-js-client");
    if (!this.find(id)) return;
    const upload = new tus.Upload(file, {
      endpoint: "/api/uploads",
      retryDelays,
      metadata: { filename: file.name, filetype: file.type },
      removeFingerprintOnSuccess: true,
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        const again =
          status === 0 || status === 409 || status === 423 || status === 429 || status >= 500;
        if (again && status !== 507) this.change(id, { phase: "waiting" });
        return again && status !== 507;
      },
      onUploadUrlAvailable: () => {
        const uploadId = upload.url?.split("/").filter(Boolean).at(-1) ?? null;
        this.change(id, { uploadId, phase: "sending" });
      },
      onProgress: (sent) => this.change(id, { sent, phase: "sending" }),
      onSuccess: () => this.change(id, { sent: file.size, phase: "sent" }),
      onError: (error) => this.change(id, { phase: "failed", problem: problemOf(error) }),
    });
    this.uploads.set(id, upload);
    const earlier = (await upload.findPreviousUploads())[0];
    if (earlier) {
      upload.resumeFromPreviousUpload(earlier);
      this.change(id, { resumed: true });
    }
    if (this.find(id)) upload.start();
  }

  private find(id: string) {
    return this.items.find((item) => item.id === id);
  }

  private change(id: string, changes: Partial<UploadItem>) {
    this.set(this.items.map((item) => (item.id === id ? { ...item, ...changes } : item)));
  }

  private set(items: readonly UploadItem[]) {
    this.items = items;
    for (const listener of this.listeners) listener();
  }
}

/** The one queue of this tab. */
export const uploadQueue = new UploadQueue();
