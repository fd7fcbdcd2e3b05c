import type { Playback, VideoSource } from "@/lib/api/types";
import { chooseSource } from "./choose-source";

const source = (width: number, bitrate: number): VideoSource => ({
  url: `/media/${width}.mp4`,
  width,
  height: (width * 16) / 9,
  bitrate,
  codec: "avc1.64001f,mp4a.40.2",
  bytes: 1,
  headBytes: 1,
});
const playback: Playback = {
  hls: "/media/main.m3u8",
  sources: [source(1080, 4_000_000), source(480, 900_000), source(720, 2_000_000)],
  poster: { color: "#000000", thumbhash: null, images: [] },
};
const pick = (screen: Parameters<typeof chooseSource>[1]) => chooseSource(playback, screen)?.width;

it("takes the smallest rendition that is sharp on this screen", () => {
  expect(pick({ width: 390, saveData: false })).toBe(480);
  expect(pick({ width: 780, saveData: false })).toBe(720);
  expect(pick({ width: 1200, saveData: false })).toBe(1080);
});

it("takes what the line can carry", () => {
  expect(pick({ width: 1200, saveData: false, downlink: 4 })).toBe(720);
  expect(pick({ width: 1200, saveData: false, downlink: 0.4 })).toBe(480);
});

it("takes the smallest when data is to be saved, and nothing where there is nothing", () => {
  expect(pick({ width: 1200, saveData: true })).toBe(480);
  expect(chooseSource({ ...playback, sources: [] }, { width: 1, saveData: false })).toBeNull();
});

it("never takes AV1, which not every device decodes without effort", () => {
  const av1 = { ...source(1080, 1_000_000), codec: "av01.0.08M.08,mp4a.40.2" };
  const chosen = chooseSource(
    { ...playback, sources: [source(720, 2_000_000), av1] },
    { width: 1200, saveData: false },
  );
  expect(chosen?.width).toBe(720);
});
