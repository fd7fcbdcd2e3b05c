import { UploadQueue, isUnfinished } from "./upload-queue";

interface Options {
  onShouldRetry: (error: unknown) => boolean;
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
  expect(item()).toMatchObject({ phase: "waiting" });
  expect(upload.options.onShouldRetry(refusal(507))).toBe(false);
  expect(upload.options.onShouldRetry(refusal(413))).toBe(false);
});

it("keeps what the server said about a file it refused", async () => {
  const { queue, upload, item } = await begun();
  const body = { code: "too_large", detail: "Too large", params: { limit: "2 GB" } };
  upload.options.onError(refusal(413, JSON.stringify(body)));
  expect(item()).toMatchObject({ phase: "failed", problem: body });
  expect(queue.busy).toBe(false);
});

it("fails in words when its code does not arrive, and sends at the next try", async () => {
  load = () => {
    throw new Error("chunk");
  };
  const queue = new UploadQueue();
  const id = queue.add(file);
  await vi.waitFor(() => expect(queue.getItems()[0]).toMatchObject({ phase: "failed" }));
  expect(queue.getItems()[0]!.problem).toMatchObject({ code: "offline" });
  expect(queue.busy).toBe(false);
  load = () => FakeUpload;
  queue.retry(id);
  expect(queue.getItems()[0]).toMatchObject({ phase: "starting", problem: null });
  await vi.waitFor(() => expect(uploads[0]!.start).toHaveBeenCalled());
});

it("fails in words when earlier attempts cannot be looked up", async () => {
  earlier = () => Promise.reject(new Error("no storage"));
  const queue = new UploadQueue();
  queue.add(file);
  await vi.waitFor(() => expect(queue.getItems()[0]).toMatchObject({ phase: "failed" }));
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

it("is unfinished until it is sent and posted", async () => {
  const { queue, id, upload, item } = await begun();
  expect(isUnfinished(item()!)).toBe(true);
  upload.options.onSuccess();
  expect(isUnfinished(item()!)).toBe(true);
  queue.posted(id, "v1");
  expect(isUnfinished(item()!)).toBe(false);
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
