import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
  test as base,
} from "@playwright/test";
import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Clips } from "./clips.ts";
import { type Origin, Program } from "./program.ts";

export { expect } from "@playwright/test";

export const password = "correct horse battery staple";
export const admin = { username: "greta", email: "greta@example.org", password };

/** What the browser may say without anything being wrong: answers that a screen puts into words. */
const expectedWords = [
  /Failed to load resource: the server responded with a status of (4\d\d|503)/,
];

interface Clip {
  id: string;
  url: string;
  shareUrl: string;
  state: string;
  width: number;
  height: number;
  hasAudio: boolean;
  failure?: { text: string };
  playback?: {
    sources: { url: string; width: number; height: number; codec: string }[];
    poster: { images: { url: string }[] };
    preview: { url: string };
  };
}

/** Somebody with a browser of their own. */
export class Person {
  /** Things a test expects the browser to complain about. */
  readonly expected: RegExp[] = [...expectedWords];
  readonly complaints: string[] = [];

  constructor(
    readonly username: string,
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly origin: string,
  ) {
    context.on("console", (message) => {
      if (message.type() === "error") this.hear(`${message.text()} (${message.location().url})`);
    });
    context.on("weberror", (error) => this.hear(error.error().stack ?? error.error().message));
  }

  private hear(words: string) {
    if (!this.expected.some((known) => known.test(words)))
      this.complaints.push(`${this.username}: ${words}`);
  }

  /** Asks the API as this person's browser would. */
  async api<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: object,
    multipart?: Multipart,
  ): Promise<T> {
    const ask = () =>
      this.context.request.fetch(`${this.origin}/api${path}`, {
        method,
        headers: { Origin: this.origin },
        data: body,
        multipart,
      });
    let answer = await ask();
    // A machine too busy to answer in time says so, and when to come back.
    for (let again = 0; answer.status() === 503 && again < 5; again++) {
      await wait(Number(answer.headers()["retry-after"] ?? 1) * 1_000);
      answer = await ask();
    }
    if (!answer.ok())
      throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return (answer.status() === 204 ? undefined : await answer.json()) as T;
  }

  /** Posts a clip without the studio and waits until it plays. */
  async post(file: string, description: string): Promise<Clip> {
    const buffer = await readFile(file);
    const { id } = await this.api<Clip>("POST", "/videos", undefined, {
      file: { name: basename(file), mimeType: "video/mp4", buffer },
      description,
    });
    const clip = await this.ready(id);
    // Who keeps likes and comments hears of a clip through the log, a moment after it is ready.
    await base.expect
      .poll(
        async () =>
          (await this.context.request.get(`${this.origin}/api/videos/${id}/comments`)).ok(),
        { timeout: 60_000, message: "the clip is known" },
      )
      .toBe(true);
    return clip;
  }

  async ready(id: string, until = (clip: Clip) => clip.state === "ready"): Promise<Clip> {
    let clip = await this.api<Clip>("GET", `/videos/${id}`);
    await base.expect
      .poll(
        async () => {
          clip = await this.api<Clip>("GET", `/videos/${id}`);
          if (clip.state === "failed") throw new Error(`The clip failed: ${clip.failure?.text}`);
          return until(clip);
        },
        { timeout: 120_000, message: "the clip is ready" },
      )
      .toBe(true);
    return clip;
  }
}

type Multipart = Record<string, string | { name: string; mimeType: string; buffer: Buffer }>;

/** One running program and what its tests share. */
export class Instance {
  private invite: string | null = null;

  constructor(
    readonly program: Program,
    readonly clips: Clips,
    private readonly browser: Browser,
  ) {}

  get url() {
    return this.program.url;
  }

  /** A code that any number of people can sign up with; sets the instance up unless a test has done so in the browser. */
  async inviteCode(): Promise<string> {
    if (this.invite) return this.invite;
    const context = await this.browser.newContext();
    const greta = new Person("greta", context, await context.newPage(), this.url);
    const { setup } = await greta.api<{ setup: boolean }>("GET", "/instance");
    if (setup) {
      const token = this.program.setupLink.split("#")[1];
      await greta.api("POST", "/setup", {
        token,
        ...admin,
        instance: { name: "Lantern House", description: "", registration: "invite" },
      });
    } else {
      await greta.api("POST", "/auth/login", { login: admin.username, password });
    }
    const { code } = await greta.api<{ code: string }>("POST", "/admin/invites", { uses: -1 });
    await context.close();
    this.invite = code;
    return code;
  }
}

/** What the program is started from. */
export interface InstanceOptions {
  origin: Origin;
  /** Tests with another word here get an instance that no other test has touched. */
  apart: string;
}

interface People {
  /** A visitor's browser, signed out. */
  visitor: (options?: BrowserContextOptions) => Promise<Person>;
  /** A new account's browser. */
  signedUp: (name: string, options?: BrowserContextOptions) => Promise<Person>;
}

let people = 0;

export const test = base.extend<People, InstanceOptions & { instance: Instance }>({
  origin: ["built", { option: true, scope: "worker" }],
  apart: ["", { option: true, scope: "worker" }],

  instance: [
    async ({ browser, origin }, use) => {
      const [program, clips] = await Promise.all([Program.start(origin), Clips.open()]);
      try {
        await use(new Instance(program, clips, browser));
      } finally {
        await program.stop();
        await clips.close();
      }
    },
    { scope: "worker", timeout: 20 * 60_000 },
  ],

  visitor: async (
    {
      instance,
      browser,
      contextOptions,
      viewport,
      userAgent,
      hasTouch,
      isMobile,
      deviceScaleFactor,
      locale,
    },
    use,
    info,
  ) => {
    const opened: Person[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({
        ...contextOptions,
        viewport,
        userAgent,
        hasTouch,
        isMobile,
        deviceScaleFactor,
        locale,
        baseURL: instance.url,
        ...options,
      });
      const person = new Person(
        `visitor ${opened.length + 1}`,
        context,
        await context.newPage(),
        instance.url,
      );
      opened.push(person);
      return person;
    });
    if (info.status !== info.expectedStatus) {
      for (const [index, { page }] of opened.entries()) {
        const body = await page.screenshot().catch(() => null);
        if (body) await info.attach(`screen-${index + 1}`, { body, contentType: "image/png" });
      }
      const path = info.outputPath("program.log");
      await writeFile(path, instance.program.output);
      await info.attach("program", { path, contentType: "text/plain" });
    }
    await Promise.all(opened.map(({ context }) => context.close()));
    // An error nobody saw on the screen is still one: exceptions, refusals of the content policy, failed hydration.
    base.expect(opened.flatMap(({ complaints }) => complaints)).toEqual([]);
  },

  signedUp: async ({ instance, visitor }, use) => {
    await use(async (name, options) => {
      const somebody = await visitor(options);
      const username = `${name}${++people}`;
      const invite = await instance.inviteCode();
      await somebody.api("POST", "/auth/register", {
        username,
        email: `${username}@example.org`,
        password,
        invite,
      });
      return Object.assign(somebody, { username });
    });
  },
});
