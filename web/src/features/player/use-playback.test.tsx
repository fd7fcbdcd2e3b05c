import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { useRef, useState } from "react";
import type { Playback, Video } from "@/lib/api/types";
import { dataSaverChosen, firstPlayed, soundWanted } from "@/lib/store/player-slice";
import { watches } from "@/lib/watches";
import { aVideo } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { PlayerPoolProvider } from "./player-pool";
import { type PlayRole, usePlayback } from "./use-playback";

const playback = (url: string): Playback => ({
  ...aVideo().playback!,
  sources: [
    { url, width: 540, height: 960, bitrate: 1_000, codec: "avc1", bytes: 1_000, headBytes: 100 },
  ],
});
const video = aVideo("v1", { playback: playback("/media/v1.mp4") });

function Clip({ role, clip = video }: { role: PlayRole; clip?: Video }) {
  const slot = useRef<HTMLDivElement>(null);
  const { status, toggle, retry } = usePlayback({
    slot,
    video: clip,
    playKey: clip.id,
    impressionId: `i-${clip.id}`,
    source: "for_you",
    role,
    className: "",
  });
  return (
    <div>
      <div ref={slot} data-testid="slot" />
      <output>{status}</output>
      <button onClick={toggle}>toggle</button>
      <button onClick={retry}>retry</button>
    </div>
  );
}

/** A clip that has one role, and another after a swipe. */
function Film({ first, then = first }: { first: PlayRole; then?: PlayRole }) {
  const [role, setRole] = useState(first);
  return (
    <PlayerPoolProvider>
      <button onClick={() => setRole(then)}>swipe</button>
      <Clip role={role} />
    </PlayerPoolProvider>
  );
}
const film = (first: PlayRole, then?: PlayRole) => renderApp(<Film first={first} then={then} />);
const swipe = () => userEvent.click(screen.getByText("swipe"));

const player = () => screen.getByTestId("slot").querySelector("video");
const status = (text: string) =>
  waitFor(() => expect(screen.getByRole("status")).toHaveTextContent(text));
const src = (url: string) => waitFor(() => expect(player()).toHaveAttribute("src", url));

let paused = true;
let refuse: (element: HTMLMediaElement) => boolean;
beforeEach(() => {
  refuse = () => false;
  paused = true;
  vi.spyOn(HTMLMediaElement.prototype, "paused", "get").mockImplementation(() => paused);
  vi.spyOn(HTMLMediaElement.prototype, "pause").mockImplementation(() => {
    paused = true;
  });
  vi.spyOn(HTMLMediaElement.prototype, "play").mockImplementation(function (
    this: HTMLMediaElement,
  ) {
    if (refuse(this)) return Promise.reject(new DOMException("tap first", "NotAllowedError"));
    paused = false;
    return Promise.resolve();
  });
});

it("plays the clip that is watched, muted at first", async () => {
  film("active");
  await src("/media/v1.mp4");
  await waitFor(() => expect(paused).toBe(false));
  expect(player()!.muted).toBe(true);
  await status("running");
});

it("pauses and plays on by a tap, and stops when it is left", async () => {
  film("active", "near");
  await waitFor(() => expect(paused).toBe(false));
  await userEvent.click(screen.getByText("toggle"));
  expect(paused).toBe(true);
  await status("paused");
  await userEvent.click(screen.getByText("toggle"));
  expect(paused).toBe(false);
  await status("running");
  await swipe();
  expect(paused).toBe(true);
});

it("asks for a tap where the browser does not let it begin", async () => {
  refuse = () => true;
  film("active");
  await status("blocked");
  refuse = () => false;
  await userEvent.click(screen.getByText("toggle"));
  await status("running");
});

it("plays on without sound where only that is refused", async () => {
  refuse = (element) => !element.muted;
  const { store } = film("idle", "active");
  act(() => void store.dispatch(soundWanted(true)));
  await swipe();
  await waitFor(() => expect(store.getState().player.soundBlocked).toBe(true));
  await waitFor(() => expect(paused).toBe(false));
  expect(player()!.muted).toBe(true);
  await status("running");
});

it("does not begin by itself for those who want less motion", async () => {
  vi.spyOn(window, "matchMedia").mockReturnValue({ matches: true } as MediaQueryList);
  film("active");
  await status("blocked");
  expect(paused).toBe(true);
});

it("loads a neighbour only after the first clip has begun", async () => {
  const { store } = film("near");
  expect(player()).toBeNull();
  act(() => void store.dispatch(firstPlayed()));
  await src("/media/v1.mp4");
  expect(paused).toBe(true);
});

it("loads no neighbour where the browser was told to be sparing", async () => {
  Object.assign(navigator, { connection: { saveData: true } });
  onTestFinished(() => void Reflect.deleteProperty(navigator, "connection"));
  const { store } = film("near", "active");
  act(() => void store.dispatch(firstPlayed()));
  expect(player()).toBeNull();
  await swipe();
  await src("/media/v1.mp4");
});

it("goes on playing when saving data is chosen", async () => {
  const { store } = film("active");
  await status("running");
  const before = player();
  await waitFor(() => expect(paused).toBe(false));
  act(() => void store.dispatch(dataSaverChosen(true)));
  expect(player()).toBe(before);
  expect(paused).toBe(false);
});

/** What is asked for anew may wait a while first. */
const late = { timeout: 4_000 };

it("takes a fresh address when the clip breaks off, then another, then says so and can be retried", async () => {
  let asked = 0;
  server.use(
    http.get("/api/videos/v1", () => {
      asked += 1;
      return HttpResponse.json({ ...video, playback: playback(`/media/v1.mp4?${asked}`) });
    }),
  );
  film("active");
  await src("/media/v1.mp4");
  for (const fresh of [1, 2]) {
    fireEvent.loadedData(player()!);
    fireEvent.error(player()!);
    await waitFor(() => expect(player()).toHaveAttribute("src", `/media/v1.mp4?${fresh}`), late);
    await status("running");
  }
  fireEvent.loadedData(player()!);
  fireEvent.error(player()!);
  await status("failed");
  expect(asked).toBe(2);
  await userEvent.click(screen.getByText("retry"));
  await status("running");
  await src("/media/v1.mp4");
});

/** Its file does not load, and no other address is to be had. */
async function fails() {
  server.use(http.get("/api/videos/v1", () => HttpResponse.json({}, { status: 404 })));
  await src("/media/v1.mp4");
  fireEvent.error(player()!);
  await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("failed"), late);
}

it("plays by itself when the line comes back", async () => {
  film("active");
  await fails();
  fireEvent.online(window);
  await status("running");
  await src("/media/v1.mp4");
});

it("gives a neighbour that failed another try when it comes to be watched", async () => {
  const { store } = film("near", "active");
  act(() => void store.dispatch(firstPlayed()));
  await fails();
  await swipe();
  await status("running");
  await waitFor(() => expect(paused).toBe(false));
});

it("reports what was watched after a second and when the clip is left", async () => {
  const report = vi.spyOn(watches, "report").mockReturnValue();
  film("active", "near");
  await src("/media/v1.mp4");
  const tick = (seconds: number) => {
    player()!.currentTime = seconds;
    fireEvent.timeUpdate(player()!);
  };
  for (const seconds of [0, 0.5, 0.9]) tick(seconds);
  expect(report).not.toHaveBeenCalled();
  tick(1.4);
  const said = { videoId: "v1", impressionId: "i-v1", source: "for_you" };
  expect(report).toHaveBeenLastCalledWith(expect.objectContaining({ ...said, watchedMs: 1400 }));
  tick(2);
  await swipe();
  expect(report).toHaveBeenLastCalledWith(expect.objectContaining({ ...said, watchedMs: 2000 }));
  const [first, last] = [report.mock.calls[0]![0], report.mock.lastCall![0]];
  expect(last.playId).toBe(first.playId);
});
