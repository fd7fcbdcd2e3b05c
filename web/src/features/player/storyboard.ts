/** One small frame of a clip: where it lies on its sheet and which seconds it stands for. */
export interface Tile {
  from: number;
  to: number;
  sheet: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

function seconds(clock: string): number {
  return clock
    .trim()
    .split(":")
    .reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** Reads the WebVTT of a storyboard (`sheet.webp#xywh=…`); lines it does not know are skipped. */
export function parseStoryboard(vtt: string, url: string): Tile[] {
  const tiles: Tile[] = [];
  for (const block of vtt.split(/\r?\n\r?\n/)) {
    const [times, target] = block.split(/\r?\n/).filter((line) => line && !/^WEBVTT/.test(line));
    const span = times?.match(/^([\d:.]+)\s+-->\s+([\d:.]+)/);
    const place = target?.match(/^(.+)#xywh=(\d+),(\d+),(\d+),(\d+)$/);
    if (!span || !place) continue;
    const [x, y, width, height] = place.slice(2).map(Number) as [number, number, number, number];
    const sheet = new URL(place[1]!, new URL(url, location.href)).href;
    tiles.push({ from: seconds(span[1]!), to: seconds(span[2]!), sheet, x, y, width, height });
  }
  return tiles;
}

export function tileAt(tiles: readonly Tile[], at: number): Tile | null {
  return tiles.find(({ from, to }) => at >= from && at < to) ?? tiles.at(-1) ?? null;
}

const known = new Map<string, Promise<Tile[]>>();
const maxKnown = 8;

/** Asked for when somebody first reaches for the scrubber; a clip without one has no tiles. */
export function loadStoryboard(url: string): Promise<Tile[]> {
  let tiles = known.get(url);
  if (!tiles) {
    tiles = fetch(url)
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then((text) => parseStoryboard(text, url))
      .catch(() => []);
    known.set(url, tiles);
    if (known.size > maxKnown) known.delete(known.keys().next().value!);
  }
  return tiles;
}
