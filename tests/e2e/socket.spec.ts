import { expect, test } from "./support/test.ts";

interface Message {
  type: number;
  target?: string;
  invocationId?: string;
  arguments?: Record<string, unknown>[];
  result?: Record<string, unknown>[];
  error?: string;
}

declare global {
  interface Window {
    socket: WebSocket;
    heard: Message[];
  }
}

/** Nothing but the browser's own WebSocket: SignalR's JSON protocol in a dozen lines, as anybody may write it. */
const open = () =>
  new Promise<void>((resolve, reject) => {
    const end = "\u001e";
    const socket = new WebSocket(`${location.origin.replace("http", "ws")}/live`);
    Object.assign(window, { socket, heard: [] });
    socket.onopen = () => socket.send(JSON.stringify({ protocol: "json", version: 1 }) + end);
    socket.onerror = () => reject(new Error("The socket failed."));
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      for (const text of data.split(end).slice(0, -1)) {
        if (text === "{}") resolve();
        else window.heard.push(JSON.parse(text) as Message);
      }
    };
  });

const invoke = ({ id, target, args }: { id: string; target: string; args: unknown[] }) =>
  window.socket.send(
    `${JSON.stringify({ type: 1, invocationId: id, target, arguments: args })}\u001e`,
  );

test("a browser's own WebSocket speaks with the hub: counts, comments, notifications, refusals", async ({
  instance,
  signedUp,
}) => {
  const [author, fan] = [await signedUp("wanda"), await signedUp("wim")];
  const clip = await author.post(await instance.clips.small(200), "Heard through a plain socket");
  const { page } = author;
  // A page of ours, so that the socket has its origin and cookie, with no other connection of its own.
  await page.goto("/robots.txt");
  await page.evaluate(open);
  const heard = (what: (message: Message) => boolean, words: string) =>
    expect
      .poll(async () => (await page.evaluate(() => window.heard)).some(what), { message: words })
      .toBe(true);

  await page.evaluate(invoke, { id: "1", target: "SetVideos", args: [[clip.id]] });
  await heard(
    ({ type, invocationId, result }) =>
      type === 3 && invocationId === "1" && result?.[0]?.videoId === clip.id,
    "the counts as they are",
  );
  await page.evaluate(invoke, { id: "2", target: "SetVideos", args: [["no id"]] });
  await heard(
    ({ type, invocationId, error }) =>
      type === 3 && invocationId === "2" && error?.includes("at most 10 ids") === true,
    "a refusal in words",
  );

  await fan.api("PUT", `/videos/${clip.id}/like`);
  await heard(
    ({ target, arguments: [stats] = [] }) =>
      target === "video:stats" && stats?.videoId === clip.id && stats.likes === 1,
    "the like in the counts",
  );
  await heard(
    ({ target, arguments: [item] = [] }) => target === "notification" && item?.type === "like",
    "the notification of it",
  );
  await fan.api("POST", `/videos/${clip.id}/comments`, { text: "Through the wire" });
  await heard(
    ({ target, arguments: [pushed] = [] }) =>
      target === "video:comment" &&
      (pushed?.comment as { text: string }).text === "Through the wire",
    "the comment",
  );
  await page.evaluate(() => window.socket.close());
});
