// Uploads one file with a real tus client through a proxy that cuts connections at random bytes.
//
// usage: node upload.mjs <tus-js-client|uppy> <endpoint> <proxy port> <token> <file> <seed> <cuts> [pause-at]
// The protocol's client does the rest: it asks for the offset and goes on. With pause-at it prints "pause" at that many bytes and goes on when
// a line comes in: the server is killed and started meanwhile. Prints the upload's address at the end.
import { createReadStream, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, connect } from "node:net";
import { once } from "node:events";

const [client, endpoint, port, token, file, seedText, cutsText, pauseText] = process.argv.slice(2);
const server = new URL(endpoint);
const size = statSync(file).size;

// mulberry32: the same seed, the same cuts.
let state = Number(seedText) >>> 0;
const random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

let left = Number(cutsText);
let cuts = 0;
const proxy = createServer((inner) => {
  const outer = connect(Number(server.port), server.hostname);
  const share = Math.floor(random() * (size / (Number(cutsText) + 1)) * 1.5) + 1;
  let passed = 0;
  const end = () => (inner.destroy(), outer.destroy());
  inner.on("data", (bytes) => {
    const most = left > 0 ? share - passed : Infinity;
    passed += bytes.length;
    if (bytes.length >= most) {
      // In the middle of a packet, of a header, wherever it falls. What comes after it is lost with the connection, not sent without what was between.
      inner.removeAllListeners("data").pause();
      left--;
      cuts++;
      outer.write(bytes.subarray(0, most), end);
    } else if (!outer.write(bytes)) {
      inner.pause();
      outer.once("drain", () => inner.resume());
    }
  });
  outer.on("data", (bytes) => inner.write(bytes));
  for (const side of [inner, outer]) side.on("error", end).on("close", end);
});
proxy.listen(Number(port), "127.0.0.1");
await once(proxy, "listening");
const through = `http://localhost:${port}${server.pathname}`;

const headers = { Authorization: `Bearer ${token}` };
const retryDelays = Array.from({ length: 60 }, () => 250);
const chunkSize = Math.max(64 * 1024, Math.floor(size / 3));
let paused = !pauseText;
const onProgress = (sent, abort, resume) => {
  if (paused || sent < Number(pauseText)) return;
  paused = true;
  abort();
  process.stdout.write("pause\n");
  process.stdin.once("data", () => resume());
};

// The address that the server gave names its own origin or none; both are reached through the proxy again.
const done = (url) => {
  process.stdout.write(`done ${new URL(url).pathname} cuts ${cuts}\n`);
  process.exit(0);
};
const failed = (error) => {
  process.stderr.write(`${error?.stack ?? error}\n`);
  process.exit(1);
};

if (client === "tus-js-client") {
  const { Upload } = await import("tus-js-client");
  const upload = new Upload(createReadStream(file), {
    endpoint: through,
    headers,
    retryDelays,
    chunkSize,
    uploadSize: size,
    metadata: { filename: "clip.mp4", filetype: "video/mp4" },
    onShouldRetry: () => true,
    onProgress: (sent) => onProgress(sent, () => upload.abort(), () => upload.start()),
    onError: failed,
    onSuccess: () => done(upload.url),
  });
  upload.start();
} else {
  // Uppy lives in browsers: a page of the same origin, so that nothing but the upload itself is foreign to the server.
  const { build } = await import("esbuild");
  const { chromium } = await import("playwright-core");
  const bundle = await build({
    stdin: { contents: 'export { default as Uppy } from "@uppy/core"; export { default as Tus } from "@uppy/tus";', resolveDir: import.meta.dirname },
    bundle: true, format: "iife", globalName: "uppy", write: false, logLevel: "silent",
  });
  const browser = await chromium.launch({ executablePath: process.env.ZOETROPE_CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  const page = await browser.newPage();
  await page.route("**/uppy-page", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><input type=file id=file>" }));
  await page.goto(`http://localhost:${port}/uppy-page`);
  await page.addScriptTag({ content: bundle.outputFiles[0].text });
  await page.exposeFunction("told", (sent) => onProgress(sent, () => page.evaluate(() => window.uploader.pauseAll()), () => page.evaluate(() => window.uploader.resumeAll())));
  await page.locator("#file").setInputFiles({ name: "clip.mp4", mimeType: "video/mp4", buffer: await readFile(file) });
  const url = await page.evaluate(async ({ through, headers, retryDelays, chunkSize }) => {
    const { Uppy, Tus } = window.uppy;
    const uploader = (window.uploader = new Uppy().use(Tus, { endpoint: through, headers, retryDelays, chunkSize, onShouldRetry: () => true }));
    uploader.on("upload-progress", (_, progress) => window.told(progress.bytesUploaded));
    const file = document.getElementById("file").files[0];
    uploader.addFile({ name: file.name, type: file.type, data: file });
    return await new Promise((resolve, reject) => {
      uploader.on("upload-success", (_, response) => resolve(response.uploadURL));
      uploader.on("upload-error", (_, error) => reject(error));
      uploader.upload().catch(reject);
    });
  }, { through, headers, retryDelays, chunkSize }).catch(failed);
  await browser.close();
  done(url);
}
