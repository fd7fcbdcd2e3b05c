// An instance with demo content, set up, so that a visitor's feed has something in it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";

const repository = join(import.meta.dirname, "..", "..");
const program = join(repository, "src", "Host", "bin", "Release", "net10.0", "zoetrope.dll");
const folder = join(repository, "artifacts", "web-bench");
/** There once everything is in the folder. */
const whole = join(folder, "whole");
const patienceMs = 15 * 60_000;

export async function openInstance(at) {
  if (at) return { ...(await pagesOf(at)), close: () => undefined };
  if (!existsSync(whole)) await rm(folder, { recursive: true, force: true });
  const [port, management] = [await freePort(), await freePort()];
  const url = `http://localhost:${port}`;
  const child = spawn("dotnet", [program, "serve", "--until-input-ends", "--demo", "--port", `${port}`], {
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      ...process.env,
      Data__Path: join(folder, "data"),
      Management__Port: `${management}`,
      Public__Url: url,
      // One visitor asks for everything here: the limiter would be measured.
      Limits__Multiplier: "1000000",
    },
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const close = async () => {
    child.stdin.end();
    await ended;
  };
  try {
    const output = await says(child, ended, /The demo content is in|There is content here already/);
    if (!existsSync(whole)) {
      await setUp(url, /\/setup#(\S+)/.exec(output)[1]);
      await writeFile(whole, "");
    }
    return { ...(await pagesOf(url)), account: { login: admin.username, password: admin.password }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const admin = { username: "bench", email: "bench@example.org", password: "correct horse battery staple" };

async function setUp(url, token) {
  const instance = { name: "Lantern House", description: "Clips of light.", registration: "invite" };
  const answer = await fetch(`${url}/api/setup`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: url },
    body: JSON.stringify({ token, ...admin, instance }),
  });
  if (!answer.ok) throw new Error(`It could not be set up: ${answer.status} ${await answer.text()}`);
}

/** Its feed, the page of one clip, and files for a page that is nothing but films. */
async function pagesOf(url) {
  const { items } = await (await fetch(`${url}/api/feed/latest?limit=40`)).json();
  if (!items?.length) throw new Error(`There is no public clip at ${url}.`);
  return { url, watch: url + items[0].video.url, films: items.map(({ video }) => video.playback.sources.at(-1).url) };
}

function says(child, ended, words) {
  return new Promise((resolve, reject) => {
    let output = "";
    const late = setTimeout(() => reject(new Error(`It never said ${words}: ${output}`)), patienceMs);
    child.stdout.on("data", (data) => {
      output += data;
      if (!words.test(output)) return;
      clearTimeout(late);
      resolve(output);
    });
    void ended.then((code) => reject(new Error(`The program ended with ${code}: ${output}`)));
  });
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
