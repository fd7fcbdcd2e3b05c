import type { Playback, VideoSource } from "@/lib/api/types";

interface Screen {
  /** CSS pixels the clip is drawn at, times the device's pixel ratio. */
  width: number;
  saveData: boolean;
  /** Mbit/s as the browser estimates it; undefined where it does not say. */
  downlink?: number;
}

/** A clip should need at most this share of the line, so that its neighbour can load too. */
const lineShare = 0.6;

/** The smallest rendition that is sharp here and that the line can carry; null when there is none. */
export function chooseSource(playback: Playback, screen: Screen): VideoSource | null {
  const playable = playback.sources
    .filter(({ codec }) => /^avc1/i.test(codec) || /h264/i.test(codec) || codec === "")
    .sort((a, b) => a.width - b.width);
  const sources = playable.length > 0 ? playable : [...playback.sources];
  const [smallest] = sources;
  if (!smallest) return null;
  if (screen.saveData) return smallest;
  const budget = screen.downlink ? screen.downlink * 1_000_000 * lineShare : Infinity;
  const affordable = sources.filter(({ bitrate }) => bitrate <= budget);
  const candidates = affordable.length > 0 ? affordable : [smallest];
  // A little softness is better than a larger file: sharp enough means nine tenths.
  return candidates.find(({ width }) => width >= screen.width * 0.9) ?? candidates.at(-1) ?? null;
}

interface NetworkInformation {
  saveData?: boolean;
  downlink?: number;
}

/** Reading a width makes the browser lay the page out in mid-swipe: once a shape and window is enough. */
const widths = new Map<string, number>();
let listening = false;

function widthOf(element: Element, shape: string): number {
  if (!listening) {
    window.addEventListener("resize", () => widths.clear());
    listening = true;
  }
  const width = widths.get(shape) ?? element.clientWidth;
  // Nothing is drawn yet where there is no width.
  if (width > 0) widths.set(shape, width);
  return width;
}

const connection = () => (navigator as Navigator & { connection?: NetworkInformation }).connection;

/** The browser was told to be sparing. */
export const savesData = () => connection()?.saveData === true;

export function screenOf(element: Element, shape: string, dataSaver: boolean): Screen {
  return {
    width: widthOf(element, shape) * Math.min(2, window.devicePixelRatio || 1),
    saveData: dataSaver || savesData(),
    downlink: connection()?.downlink,
  };
}

/** WebKit plays HLS itself and well; Chromium only says "maybe" (look.md, Phones and browsers). */
export function playsHlsNatively(): boolean {
  return "webkitSupportsPresentationMode" in HTMLVideoElement.prototype;
}
