import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const repository = join(import.meta.dirname, "..", "..", "..");
const built = join(repository, "src", "Host", "bin", "Release", "net10.0", "zoetrope.dll");

/** `built`: the Release build of this folder. `demo`: the same with its demo content. `clone`: what a newcomer does, a clean clone and `./run`. */
export type Origin = "built" | "clone" | "demo";

const patienceMs = { built: 120_000, clone: 8 * 60_000, demo: 120_000 };
/** Forty clips are drawn, encoded in every rendition and reacted to. */
const demoMs = 15 * 60_000;

/** The real program with a data folder of its own. It is stopped at the end, also of a failed run. */
export class Program {
  output = "";

  private constructor(
    readonly url: string,
    readonly startedAt: number,
    private readonly child: ChildProcess | null,
    private readonly folder: string,
  ) {}

  static async start(origin: Origin): Promise<Program> {
    // One that runs already, told by its setup link; it is left running.
    const running = process.env.ZOETROPE_RUNNING;
    if (origin === "demo" && running) {
      const program = new Program(new URL(running).origin, Date.now(), null, "");
      program.output = `${running} `;
      return program;
    }
    if (origin !== "clone" && !existsSync(built)) {
      throw new Error("The program is not built: dotnet build src/Host -c Release");
    }
    const [port, management] = await freePorts(2);
    const folder = await mkdtemp(join(tmpdir(), "zoetrope-e2e-"));
    const startedAt = Date.now();
    if (origin === "clone")
      execFileSync("git", ["clone", "--quiet", repository, join(folder, "clone")]);
    // --until-input-ends: it ends when its standard input does, and that ends with us.
    const [command, ...args] =
      origin === "clone"
        ? [join(folder, "clone", "run"), "--port", `${port}`]
        : ["dotnet", built, "serve", "--until-input-ends", "--port", `${port}`];
    if (origin === "demo") args.push("--demo");
    const child = spawn(command!, args, {
      cwd: folder,
      stdio: ["pipe", "pipe", "pipe"],
      env: {
        ...process.env,
        Data__Path: join(folder, "data"),
        Management__Port: `${management}`,
        Public__Url: `http://localhost:${port}`,
        Limits__Multiplier: "100",
      },
    });
    const program = new Program(`http://localhost:${port}`, startedAt, child, folder);
    child.stdout?.on("data", (data) => (program.output += data));
    child.stderr?.on("data", (data) => (program.output += data));
    child.once("exit", (code, signal) => (program.output += `\nIt ended: ${code ?? signal}.\n`));
    try {
      await program.says(child, /\/setup#\S+\s/, patienceMs[origin]);
      if (origin === "demo") await program.says(child, /The demo content is in/, demoMs);
    } catch (error) {
      await program.stop();
      throw error;
    }
    return program;
  }

  /** The one-time link that the first start prints. */
  get setupLink(): string {
    return /\S+\/setup#\S+/.exec(this.output)![0];
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (!child) return;
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.stdin?.end();
      child.kill("SIGINT");
      const late = setTimeout(() => child.kill("SIGKILL"), 40_000);
      await gone;
      clearTimeout(late);
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  private says(child: ChildProcess, words: RegExp, withinMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (error?: string) => {
        clearTimeout(late);
        child.stdout?.off("data", look);
        child.off("exit", ended);
        if (error) reject(new Error(`${error} It said:\n${this.output}`));
        else resolve();
      };
      const look = () => words.test(this.output) && done();
      const ended = (code: number | null) => done(`The program ended with ${code}.`);
      const late = setTimeout(() => done(`The program never said ${words}.`), withinMs);
      child.stdout?.on("data", look);
      child.once("exit", ended);
      child.once("error", (error) => done(`${error.message}.`));
      look();
    });
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer().once("error", reject);
          server.listen(0, "127.0.0.1", () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
