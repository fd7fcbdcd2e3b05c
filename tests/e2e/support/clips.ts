import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { repository } from "./program.ts";

const run = promisify(execFile);

/** Clips as phones make them, each made once. */
export class Clips {
  private readonly made = new Map<string, Promise<string>>();

  private constructor(private readonly folder: string) {}

  static async open(): Promise<Clips> {
    return new Clips(await mkdtemp(join(tmpdir(), "zoetrope-clips-")));
  }

  close = () => rm(this.folder, { recursive: true, force: true });

  /** Lying on its side in the file, upright by its display matrix, with a tone; about 2 MB. */
  phone(): Promise<string> {
    return this.once("phone.mp4", async (file) => {
      await make(file, { width: 1280, height: 720, seconds: 4, hue: 20, bitrate: "4M" });
      await turnUpright(file, 720);
    });
  }

  /** A small upright one; another hue is another picture and another tone. */
  small(hue: number): Promise<string> {
    return this.once(`small-${hue}.mp4`, (file) =>
      make(file, { width: 360, height: 640, seconds: 3, hue, bitrate: "500k" }),
    );
  }

  /** The brightest picture there is, or one without an even spot: what is written over it must stand out. */
  plain(kind: "white" | "noise"): Promise<string> {
    const picture = (color: string) => `color=${color}:size=360x640:rate=30:duration=3`;
    const pictures = { white: picture("white"), noise: `${picture("gray")},noise=alls=100:allf=t` };
    return this.once(`${kind}.mp4`, (file) => encode(file, pictures[kind], 440, 3, "4M"));
  }

  /** Named as a clip, but not one. */
  broken(): Promise<string> {
    return this.once("holiday.mp4", (file) =>
      writeFile(file, "This was never a film.\n".repeat(400)),
    );
  }

  private once(name: string, write: (file: string) => Promise<unknown>): Promise<string> {
    const file = join(this.folder, name);
    const known = this.made.get(name) ?? write(file).then(() => file);
    this.made.set(name, known);
    return known;
  }
}

/** A real clip of somebody's phone, where the collection of clips is at hand. */
export function realPhoneClip(): string | null {
  const places = [process.env.ZOETROPE_MEDIA, join(repository, "tests", "media")];
  for (let folder = repository, up = join(folder, ".."); ; folder = up, up = join(folder, "..")) {
    places.push(join(folder, "shared", "media"));
    if (up === folder) break;
  }
  return (
    places
      .filter((place) => place !== undefined)
      .map((place) => join(place, "photoprism__quicktime-hvc1.mov"))
      .find((file) => existsSync(file)) ?? null
  );
}

interface Film {
  width: number;
  height: number;
  seconds: number;
  hue: number;
  bitrate: string;
}

async function make(file: string, { width, height, seconds, hue, bitrate }: Film) {
  const picture = `testsrc2=size=${width}x${height}:rate=30:duration=${seconds},hue=h=${hue},noise=alls=12:allf=t`;
  await encode(file, picture, 220 + hue * 2, seconds, bitrate);
}

async function encode(
  file: string,
  picture: string,
  frequency: number,
  seconds: number,
  bitrate: string,
) {
  const tone = `sine=frequency=${frequency}:duration=${seconds}`;
  const coding = [
    "-c:v",
    "libx264",
    "-preset",
    "ultrafast",
    "-b:v",
    bitrate,
    "-pix_fmt",
    "yuv420p",
    "-c:a",
    "aac",
  ];
  await run("ffmpeg", [
    "-v",
    "error",
    "-y",
    "-f",
    "lavfi",
    "-i",
    picture,
    "-f",
    "lavfi",
    "-i",
    tone,
    ...coding,
    file,
  ]);
}

/** Writes a quarter turn into the picture track's header: every ffmpeg has another option for it. */
async function turnUpright(file: string, height: number) {
  const bytes = await readFile(file);
  const header = bytes.indexOf("tkhd");
  const matrix = header + 44;
  const turn = [0, 1 << 16, 0, -1 << 16, 0, 0, height << 16, 0, 1 << 30];
  for (const [index, value] of turn.entries()) bytes.writeInt32BE(value, matrix + index * 4);
  await writeFile(file, bytes);
}
