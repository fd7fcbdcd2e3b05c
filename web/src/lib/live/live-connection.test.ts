import { fakeSignalr, hubs } from "@/test/hub";
import { createLiveConnection } from "./live-connection";

let load: () => unknown;
vi.mock("@microsoft/signalr", () => ({
  get LogLevel() {
    return fakeSignalr.LogLevel;
  },
  // Read after each import: a part of the code that does not arrive fails here.
  get HubConnectionBuilder() {
    return load();
  },
}));

beforeEach(() => {
  vi.useFakeTimers();
  hubs.length = 0;
  load = () => fakeSignalr.HubConnectionBuilder;
});
afterEach(() => vi.useRealTimers());

const passing = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const running = () => hubs.filter(({ state }) => state === "Connected");

async function started() {
  const live = createLiveConnection();
  live.start();
  await passing(0);
  await vi.waitFor(() => expect(running()).toHaveLength(1));
  return { live, hub: hubs[0]! };
}

it("tells screens what the server says, until they go", async () => {
  const { live, hub } = await started();
  const heard = vi.fn();
  const off = live.on("unread", heard);
  hub.say("unread", { count: 3 });
  off();
  hub.say("unread", { count: 4 });
  expect(heard).toHaveBeenCalledExactlyOnceWith({ count: 3 });
});

it("says which clips are on screen, the newest screen's first, and hears their counts", async () => {
  const { live, hub } = await started();
  const stats = { videoId: "b", views: 1, likes: 2, comments: 3, shares: 4, saves: 5, rev: 6 };
  hub.invoke.mockResolvedValue([stats]);
  const heard = vi.fn();
  live.on("video:stats", heard);
  live.watchVideos(["a"]);
  const leave = live.watchVideos(["b", "a"]);
  await passing(200);
  expect(hub.invoke).toHaveBeenLastCalledWith("SetVideos", ["b", "a"]);
  expect(heard).toHaveBeenCalledExactlyOnceWith(stats);
  leave();
  await passing(200);
  expect(hub.invoke).toHaveBeenLastCalledWith("SetVideos", ["a"]);
});

it("says it all again after a reconnect, and has screens read again", async () => {
  const { live, hub } = await started();
  const resumed = vi.fn();
  live.onResumed(resumed);
  live.watchVideos(["a"]);
  live.watchPeople(["ana"]);
  await passing(200);
  hub.invoke.mockClear();
  hub.reconnect();
  expect(hub.invoke).toHaveBeenCalledWith("SetVideos", ["a"]);
  expect(hub.invoke).toHaveBeenCalledWith("SetPresence", ["ana"]);
  expect(resumed).toHaveBeenCalledOnce();
});

it("has screens read again after the first connect, too", async () => {
  const live = createLiveConnection();
  const resumed = vi.fn();
  live.onResumed(resumed);
  live.start();
  await passing(0);
  await vi.waitFor(() => expect(running()).toHaveLength(1));
  expect(resumed).toHaveBeenCalledOnce();
});

it("goes on trying when its code does not arrive, then has screens read again", async () => {
  load = () => {
    throw new Error("offline");
  };
  const live = createLiveConnection();
  const resumed = vi.fn();
  live.onResumed(resumed);
  live.start();
  await passing(5_000);
  expect(hubs).toHaveLength(0);
  load = () => fakeSignalr.HubConnectionBuilder;
  await passing(30_000);
  expect(running()).toHaveLength(1);
  expect(resumed).toHaveBeenCalledOnce();
});

it("goes on trying with one hub when the server is away", async () => {
  let away = true;
  load = () =>
    class extends fakeSignalr.HubConnectionBuilder {
      override build() {
        const hub = super.build();
        const start = hub.start.getMockImplementation()!;
        hub.start.mockImplementation(() => (away ? Promise.reject(new Error("away")) : start()));
        return hub;
      }
    };
  createLiveConnection().start();
  await passing(3_000);
  expect(running()).toHaveLength(0);
  away = false;
  await passing(30_000);
  expect(running()).toHaveLength(1);
  expect(hubs).toHaveLength(1);
});

it("opens one hub only, however often it is restarted", async () => {
  const { live, hub } = await started();
  live.restart();
  live.restart();
  await passing(1_000);
  expect(hub.stop).toHaveBeenCalledOnce();
  expect(running()).toHaveLength(1);
  expect(hubs).toHaveLength(2);
});

it("stays closed when it is stopped while it restarts", async () => {
  const { live } = await started();
  live.restart();
  live.stop();
  await passing(60_000);
  expect(running()).toHaveLength(0);
});

it("starts again after it was stopped", async () => {
  const { live } = await started();
  live.stop();
  live.start();
  await passing(1_000);
  expect(running()).toHaveLength(1);
});

it("does not fall over when it is stopped while it says what is on screen", async () => {
  const { live, hub } = await started();
  const failed = vi.fn();
  process.once("unhandledRejection", failed);
  let answer = (_stats: null) => undefined as void;
  hub.invoke.mockImplementation(() => new Promise((resolve) => (answer = resolve)));
  live.watchVideos(["a"]);
  live.watchPeople(["ana"]);
  await passing(200);
  live.stop();
  answer(null);
  await passing(1_000);
  process.off("unhandledRejection", failed);
  expect(failed).not.toHaveBeenCalled();
});
