// A running instance with demo content, set up, so that a visitor's feed has something in it.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = join(import.meta.dirname, "..", "..", "src", "Host", "bin", "Release", "net10.0", "zoetrope.dll");
const demoMs = 15 * 60_000;

export async function openInstance(at) {
  if (at) return { ...(await pagesOf(at)), close: async () => {} };
  const [port, management] = [await freePort(), await freePort()];
  const folder = await mkdtemp(join(tmpdir(), "zoetrope-web-bench-"));
  const url = `http://localhost:${port}`;
  const child = spawn("dotnet", [program, "serve", "--until-input-ends", "--demo", "--port", `${port}`], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, Data__Path: join(folder, "data"), Management__Port: `${management}`, Public__Url: url },
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const close = async () => {
    child.stdin.end();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    console.log("Waiting for the demo content.");
    const output = await says(child, ended, /The demo content is in/);
    const token = /\/setup#(\S+)/.exec(output)[1];
    const answer = await fetch(`${url}/api/setup`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: url },
      body: JSON.stringify({
        token,
        username: "bench",
        email: "bench@example.org",
        password: "correct horse battery staple",
        instance: { name: "Lantern House", description: "Clips of light.", registration: "invite" },
      }),
    });
    if (!answer.ok) throw new Error(`It could not be set up: ${answer.status} ${await answer.text()}`);
    return { ...(await pagesOf(url)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function pagesOf(url) {
  const { items } = await (await fetch(`${url}/api/feed/latest?limit=1`)).json();
  if (!items?.length) throw new Error(`There is no public clip at ${url}.`);
  return { url, watch: url + items[0].video.url };
}

function says(child, ended, words) {
  return new Promise((resolve, reject) => {
    let output = "";
    const late = setTimeout(() => reject(new Error(`It never said ${words}.`)), demoMs);
    child.stdout.on("data", (data) => {
      output += data;
      if (!words.test(output)) return;
      clearTimeout(late);
      resolve(output);
    });
    void ended.then((code) => reject(new Error(`The program ended with ${code}: ${output}`)));
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
