import type { Video } from "@/lib/api/types";

type Captions = Video["captions"];

/** The viewer's language, else the clip's own words, else whatever there is. */
export function chooseCaptions(captions: Captions, locale: string): Captions[number] | null {
  const language = (tag: string) => tag.slice(0, 2).toLowerCase();
  return (
    captions.find((one) => one.locale.toLowerCase() === locale.toLowerCase()) ??
    captions.find((one) => language(one.locale) === language(locale)) ??
    captions.find((one) => !one.auto) ??
    captions[0] ??
    null
  );
}

/** Above the words and the scrubber, which lie over the lower part of the stage. */
const lineShare = 0.56;

/** In percent of the film's own height: one that is shown whole may be lower than its stage. */
function lineOf({ parentElement: stage, offsetTop, offsetHeight }: HTMLElement): number {
  if (!stage || offsetHeight === 0) return 100 * lineShare;
  return Math.min(90, (100 * (stage.offsetHeight * lineShare - offsetTop)) / offsetHeight);
}

function raise(track: TextTrack, line: number): void {
  for (const cue of Array.from(track.cues ?? [])) {
    if (!(cue instanceof VTTCue)) continue;
    cue.snapToLines = false;
    cue.line = line;
  }
}

/** Shows captions on the playing element; the browser draws them. Returns the undoing. */
export function attachCaptions(
  element: HTMLVideoElement,
  captions: Captions,
  locale: string,
): () => void {
  const chosen = chooseCaptions(captions, locale);
  if (!chosen) return () => undefined;
  const track = document.createElement("track");
  track.kind = "captions";
  track.label = chosen.label;
  track.srclang = chosen.locale;
  track.addEventListener("load", () => raise(track.track, lineOf(element)));
  track.src = chosen.url;
  element.append(track);
  track.track.mode = "showing";
  return () => {
    track.track.mode = "disabled";
    track.remove();
  };
}
