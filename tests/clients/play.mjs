// Plays clips to their ends in real Chromium, with hls.js and with Shaka, and measures how far sound and picture are apart.
//
// usage: node play.mjs <chromium> <origin of the media server>, then one JSON task a line on standard input:
//   { "hls": "/path/master.m3u8", "player": "hls" | "shaka" | "native", "rate": 4, "sync": true }
// and one JSON answer a line on standard output: { ended, duration, time, width, height, frames, errors, offsets }
import { createInterface } from "node:readline";
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [executablePath, media] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const scripts = {
  "/hls.js": readFileSync(require.resolve("hls.js/dist/hls.min.js")),
  "/shaka.js": readFileSync(require.resolve("shaka-player/dist/shaka-player.compiled.js")),
};
const page = `<!doctype html><meta charset=utf-8><style>body{margin:0;background:#000}video{width:360px;height:640px}</style>
<video id=v playsinline></video><script src=/hls.js></script><script src=/shaka.js></script>`;

// One origin for page and media, so that the picture may be read back from a canvas.
const front = createServer(async (request, response) => {
  const path = new URL(request.url, "http://x").pathname;
  if (path === "/") return response.writeHead(200, { "content-type": "text/html" }).end(page);
  if (scripts[path]) return response.writeHead(200, { "content-type": "text/javascript" }).end(scripts[path]);
  const answer = await fetch(new URL(request.url, media), { headers: request.headers.range ? { range: request.headers.range } : {} });
  const headers = {};
  for (const name of ["content-type", "content-range", "accept-ranges", "content-length"]) if (answer.headers.get(name)) headers[name] = answer.headers.get(name);
  response.writeHead(answer.status, headers).end(Buffer.from(await answer.arrayBuffer()));
}).listen(0, "127.0.0.1");
await new Promise((resolve) => front.once("listening", resolve));
const origin = `http://127.0.0.1:${front.address().port}`;

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--disable-dev-shm-usage", "--mute-audio"],
});
const context = await browser.newContext();

async function play(task) {
  const tab = await context.newPage();
  try {
    await tab.goto(origin + "/");
    return await tab.evaluate(async ({ hls, player, rate, sync }) => {
      const video = document.getElementById("v");
      const errors = [];
      let over;
      const ended = new Promise((resolve) => (over = resolve));
      const wrong = (words) => (errors.push(words), over());
      video.addEventListener("ended", over);
      video.addEventListener("error", () => wrong(`media ${video.error?.code} ${video.error?.message}`));
      if (player === "hls") {
        const instance = new Hls({ enableWorker: false });
        instance.on(Hls.Events.ERROR, (_, data) => data.fatal && wrong(`hls ${data.details}`));
        instance.loadSource(hls);
        instance.attachMedia(video);
      } else if (player === "shaka") {
        const instance = new shaka.Player();
        instance.addEventListener("error", (event) => wrong(`shaka ${event.detail.code}`));
        await instance.attach(video);
        await instance.load(hls).catch((error) => wrong(`shaka ${error.code}`));
      } else video.src = hls;

      let offsets = [];
      if (sync) {
        // A white picture and a tone begin at the same moments: when is each heard and seen on the media's own clock?
        const audio = new AudioContext();
        await audio.resume();
        const source = audio.createMediaElementSource(video);
        const ear = audio.createScriptProcessor(256, 2, 2);
        const heard = [];
        let quiet = true;
        ear.onaudioprocess = (event) => {
          const samples = event.inputBuffer.getChannelData(0);
          for (let i = 0; i < samples.length; i++) {
            const loud = Math.abs(samples[i]) > 0.05;
            if (loud && quiet) heard.push(event.playbackTime + i / audio.sampleRate);
            if (loud) quiet = false, (ear.last = event.playbackTime);
            else if (event.playbackTime - (ear.last ?? 0) > 0.3) quiet = true;
          }
        };
        source.connect(ear).connect(audio.destination);
        const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
        const seen = [];
        let dark = true;
        const look = (now, frame) => {
          canvas.drawImage(video, 0, 0, 1, 1);
          const bright = canvas.getImageData(0, 0, 1, 1).data[1] > 128;
          // The page's clock, brought to the audio's.
          const stamp = audio.getOutputTimestamp();
          if (bright && dark) seen.push((frame.expectedDisplayTime - stamp.performanceTime) / 1000 + stamp.contextTime);
          dark = !bright;
          video.requestVideoFrameCallback(look);
        };
        video.requestVideoFrameCallback(look);
        offsets = () => heard.map((tone) => Math.min(...seen.map((flash) => Math.abs(flash - tone)))).filter(Number.isFinite);
      }
      let frames = 0;
      const count = () => (frames++, video.requestVideoFrameCallback(count));
      video.requestVideoFrameCallback(count);
      video.muted = !sync;
      video.playbackRate = rate ?? 1;
      // A player that gave up never starts.
      await Promise.race([video.play().catch((error) => wrong(`play ${error.message}`)), ended]);
      setTimeout(over, 150_000);
      await ended;
      return {
        ended: video.ended, duration: Number.isFinite(video.duration) ? video.duration : -1, time: video.currentTime, width: video.videoWidth, height: video.videoHeight,
        frames: Math.max(frames, video.getVideoPlaybackQuality().totalVideoFrames), errors, offsets: sync ? offsets() : [],
      };
    }, task);
  } catch (error) {
    return { ended: false, errors: [String(error)], offsets: [] };
  } finally {
    await tab.close();
  }
}

for await (const line of createInterface({ input: process.stdin })) process.stdout.write(JSON.stringify(await play(JSON.parse(line))) + "\n");
await browser.close();
front.close();
