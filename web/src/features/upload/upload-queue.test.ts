import { ApiProblem } from "@/lib/api/problem";
import { UploadQueue } from "./upload-queue";

interface Options {
  onShouldRetry: (error: unknown) => boolean;
  onAfterResponse: (request: unknown, response: unknown) => void;
  onUploadUrlAvailable: () => void;
  onProgress: (sent: number) => void;
  onSuccess: () => void;
  onError: (error: unknown) => void;
}

/** Stands in for a tus upload; a test says through its options what the line does. */
class FakeUpload {
  url: string | null = null;
  start = vi.fn();
  abort = vi.fn(() => Promise.resolve());
  resumeFromPreviousUpload = vi.fn();
  findPreviousUploads = () => earlier();
  constructor(
    readonly file: File,
    readonly options: Options,
  ) {
    uploads.push(this);
  }
}

let uploads: FakeUpload[];
let load: () => unknown;
let earlier: () => Promise<unknown[]>;
vi.mock("tus-js-client", () => ({
  // Read after each import: a part of the code that does not arrive fails here.
  get Upload() {
    return load();
  },
}));

beforeEach(() => {
  uploads = [];
  load = () => FakeUpload;
  earlier = () => Promise.resolve([]);
  URL.createObjectURL = () => "blob:preview";
  URL.revokeObjectURL = vi.fn();
});

const file = new File(["film"], "a.mp4", { type: "video/mp4" });
const refusal = (status: number, body = "") => ({
  originalResponse: { getStatus: () => status, getBody: () => body },
});

async function begun() {
  const queue = new UploadQueue();
  const id = queue.add(file);
  await vi.waitFor(() => expect(uploads[0]!.start).toHaveBeenCalled());
  const upload = uploads[0]!;
  upload.url = "/api/uploads/u1";
  upload.options.onUploadUrlAvailable();
  return { queue, id, upload, item: () => queue.getItems()[0] };
}

it("sends a file, and says how far it is", async () => {
  const { queue, upload, item } = await begun();
  expect(item()).toMatchObject({ phase: "sending", uploadId: "u1", resumed: false });
  upload.options.onProgress(2);
  expect(item()).toMatchObject({ phase: "sending", sent: 2 });
  expect(queue.busy).toBe(true);
  upload.options.onSuccess();
  expect(item()).toMatchObject({ phase: "sent", sent: file.size });
  expect(queue.busy).toBe(false);
});

it("goes on where an earlier attempt had stopped", async () => {
  earlier = () => Promise.resolve(["earlier"]);
  const { upload, item } = await begun();
  expect(upload.resumeFromPreviousUpload).toHaveBeenCalledWith("earlier");
  expect(item()).toMatchObject({ resumed: true });
});

it("waits while the line is cut or the server busy, and not when there is no room", async () => {
  const { upload, item } = await begun();
  for (const error of [{}, refusal(503), refusal(429)]) {
    expect(upload.options.onShouldRetry(error)).toBe(true);
  }
  expect(item()).toMatchObject({ phase: "waiting", problem: { status: 429 } });
  expect(upload.options.onShouldRetry(refusal(507))).toBe(false);
  expect(upload.options.onShouldRetry(refusal(413))).toBe(false);
});

describe("longer than its retries last", () => {
  const online = () => window.dispatchEvent(new Event("online"));

  it("goes on when the line is back, where it was", async () => {
    const { queue, upload, item } = await begun();
    upload.options.onError(new Error("no line"));
    expect(item()).toMatchObject({ phase: "waiting", problem: { code: "offline" } });
    expect(queue.busy).toBe(true);
    online();
    expect(upload.abort).toHaveBeenCalledWith();
    expect(upload.start).toHaveBeenCalledTimes(2);
    expect(item()).toMatchObject({ phase: "waiting" });
    upload.options.onUploadUrlAvailable();
    expect(item()).toMatchObject({ phase: "sending", problem: null });
    online();
    expect(upload.start).toHaveBeenCalledTimes(2);
    expect(uploads).toHaveLength(1);
  });

  it("asks now and then, because only the server may have been away", async () => {
    const { upload, item } = await begun();
    vi.useFakeTimers();
    try {
      for (const times of [1, 2]) {
        upload.options.onError(refusal(502, "<html>"));
        expect(item()).toMatchObject({ phase: "waiting", problem: { code: "unexpected" } });
        vi.advanceTimersByTime(29_000);
        expect(upload.start).toHaveBeenCalledTimes(times);
        vi.advanceTimersByTime(1_000);
        expect(upload.start).toHaveBeenCalledTimes(times + 1);
      }
      upload.options.onUploadUrlAvailable();
      vi.advanceTimersByTime(60_000);
      expect(upload.start).toHaveBeenCalledTimes(3);
    } finally {
      vi.useRealTimers();
    }
  });

  it("tries at once when somebody asks for it", async () => {
    const { queue, id, upload, item } = await begun();
    upload.options.onError(new Error("no line"));
    queue.retry(id);
    expect(item()).toMatchObject({ phase: "starting", problem: null });
    expect(upload.start).toHaveBeenCalledTimes(2);
  });

  it("does not begin anew where a busy server cannot say how far it is", async () => {
    const { upload, item } = await begun();
    const asked = (method: string, status: number) => () =>
      upload.options.onAfterResponse({ getMethod: () => method }, { getStatus: () => status });
    expect(asked("HEAD", 404)).not.toThrow();
    expect(asked("POST", 503)).not.toThrow();
    for (const status of [429, 503]) expect(asked("HEAD", status)).toThrow(ApiProblem);
    const causingError = new ApiProblem(503, "unavailable", "");
    expect(upload.options.onShouldRetry({ causingError })).toBe(true);
    expect(item()).toMatchObject({ problem: causingError });
  });
});

it("keeps what the server said about a file it refused", async () => {
  const { queue, upload, item } = await begun();
  const body = { code: "too_large", detail: "Too large", params: { limit: "2 GB" } };
  upload.options.onError(refusal(413, JSON.stringify(body)));
  expect(item()).toMatchObject({ phase: "failed", problem: body });
  expect(queue.busy).toBe(false);
});

it("waits when its code does not arrive, and sends at the next try", async () => {
  load = () => {
    throw new Error("chunk");
  };
  const queue = new UploadQueue();
  const id = queue.add(file);
  await vi.waitFor(() => expect(queue.getItems()[0]).toMatchObject({ phase: "waiting" }));
  expect(queue.getItems()[0]!.problem).toMatchObject({ code: "offline" });
  load = () => FakeUpload;
  queue.retry(id);
  expect(queue.getItems()[0]).toMatchObject({ phase: "starting", problem: null });
  await vi.waitFor(() => expect(uploads[0]!.start).toHaveBeenCalled());
});

it("is sent once, however many tries began", async () => {
  let found: (known: unknown[]) => void = () => undefined;
  const known = new Promise<unknown[]>((resolve) => (found = resolve));
  earlier = () => known;
  const queue = new UploadQueue();
  const id = queue.add(file);
  await vi.waitFor(() => expect(uploads).toHaveLength(1));
  queue.retry(id);
  await vi.waitFor(() => expect(uploads).toHaveLength(2));
  found([]);
  await vi.waitFor(() => expect(uploads[0]!.start).toHaveBeenCalledOnce());
  expect(uploads[1]!.start).not.toHaveBeenCalled();
});

it("waits when earlier attempts cannot be looked up", async () => {
  earlier = () => Promise.reject(new Error("no storage"));
  const queue = new UploadQueue();
  queue.add(file);
  await vi.waitFor(() => expect(queue.getItems()[0]).toMatchObject({ phase: "waiting" }));
});

it("has the server forget a file that was taken out, unless it was posted", async () => {
  const first = await begun();
  first.queue.remove(first.id);
  expect(first.upload.abort).toHaveBeenCalledWith(true);
  expect(first.queue.getItems()).toEqual([]);
  expect(URL.revokeObjectURL).toHaveBeenCalledWith("blob:preview");

  uploads = [];
  const second = await begun();
  second.queue.posted(second.id, "v1");
  second.queue.remove(second.id);
  expect(second.upload.abort).toHaveBeenCalledWith(false);
});

it("does not start what was taken out before its code arrived", async () => {
  const queue = new UploadQueue();
  const seen = vi.fn();
  queue.subscribe(seen);
  queue.remove(queue.add(file));
  seen.mockClear();
  await vi.dynamicImportSettled();
  expect(uploads).toHaveLength(0);
  expect(seen).not.toHaveBeenCalled();
});

describe("what was said about a clip", () => {
  beforeEach(() => localStorage.clear());

  it("is there again when the same file is chosen after a reload", async () => {
    const { queue, id, upload } = await begun();
    queue.describe(id, { caption: "First light", audience: "followers" });
    upload.options.onSuccess();

    uploads = [];
    const later = await begun();
    expect(later.item()!.notes).toMatchObject({ caption: "First light", audience: "followers" });
    expect(later.item()!.recalled).toBe(1);
  });

  it("does not give way to older words", async () => {
    const first = await begun();
    first.queue.describe(first.id, { caption: "Old" });
    uploads = [];
    const queue = new UploadQueue();
    const id = queue.add(file);
    queue.describe(id, { caption: "New" });
    await vi.waitFor(() => expect(uploads[0]!.start).toHaveBeenCalled());
    uploads[0]!.url = "/api/uploads/u1";
    uploads[0]!.options.onUploadUrlAvailable();
    expect(queue.getItems()[0]!.notes.caption).toBe("New");
  });

  it("is forgotten once it is posted", async () => {
    const { queue, id } = await begun();
    queue.describe(id, { caption: "First light" });
    queue.posted(id, "v1");
    expect(localStorage).toHaveLength(0);
  });

  it("comes with an upload that is taken up without its file, which may join it later", async () => {
    const first = await begun();
    first.queue.describe(first.id, { caption: "First light" });

    uploads = [];
    const queue = new UploadQueue();
    queue.goOn({ id: "u1", fileName: "a.mp4", size: 4 });
    expect(queue.getItems()).toMatchObject([
      { phase: "sent", file: null, uploadId: "u1", notes: { caption: "First light" } },
    ]);
    queue.add(file);
    await vi.waitFor(() => expect(uploads[0]!.start).toHaveBeenCalled());
    uploads[0]!.url = "/api/uploads/u1";
    uploads[0]!.options.onUploadUrlAvailable();
    expect(queue.getItems()).toMatchObject([{ file, notes: { caption: "First light" } }]);
  });
});

describe("leaving", () => {
  const asks = () => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));

  it("asks until a file is sent and posted, whatever page is looked at", async () => {
    const { queue, id, upload } = await begun();
    expect(asks()).toBe(true);
    upload.options.onSuccess();
    expect(asks()).toBe(true);
    queue.posted(id, "v1");
    expect(asks()).toBe(false);
  });

  it("asks while it waits, and while a file that may be taken later is not", async () => {
    const { upload, item } = await begun();
    upload.options.onError(new Error("no line"));
    expect(asks()).toBe(true);
    upload.options.onError(refusal(507));
    expect(item()).toMatchObject({ phase: "failed" });
    expect(asks()).toBe(true);
    upload.options.onError(refusal(413));
    expect(asks()).toBe(false);
  });

  it("does not ask once a file was taken out", async () => {
    const { queue, id } = await begun();
    queue.remove(id);
    expect(asks()).toBe(false);
  });
});

it("goes on with a file that was sent in full until it is posted", async () => {
  const removed: string[] = [];
  earlier = () =>
    Promise.resolve([
      { uploadUrl: "/api/uploads/u1", urlStorageKey: "this" },
      { uploadUrl: "/api/uploads/u2", urlStorageKey: "other" },
    ]);
  const { queue, id, upload } = await begun();
  Object.assign(upload.options, {
    urlStorage: { removeUpload: (key: string) => removed.push(key) },
  });
  expect(upload.options).not.toHaveProperty("removeFingerprintOnSuccess", true);
  upload.options.onSuccess();
  expect(removed).toEqual([]);
  queue.posted(id, "v1");
  await vi.waitFor(() => expect(removed).toEqual(["this"]));
});

it("sends a file once that was chosen twice, and keeps one picture of it", async () => {
  const { queue, upload } = await begun();
  queue.add(file);
  await vi.waitFor(() => expect(uploads[1]!.start).toHaveBeenCalled());
  uploads[1]!.url = upload.url;
  uploads[1]!.options.onUploadUrlAvailable();
  expect(queue.getItems()).toHaveLength(1);
  expect(upload.abort).toHaveBeenCalledExactlyOnceWith();
  expect(URL.revokeObjectURL).toHaveBeenCalledOnce();
  queue.remove(queue.getItems()[0]!.id);
  expect(uploads[1]!.abort).toHaveBeenCalledOnce();
});
