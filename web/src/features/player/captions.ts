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

/** Above the words and the scrubber, which lie over the lower part of the film. */
const lineShare = 56;

function raise(track: TextTrack): void {
  for (const cue of Array.from(track.cues ?? [])) {
    if (!(cue instanceof VTTCue)) continue;
    cue.snapToLines = false;
    cue.line = lineShare;
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
  track.addEventListener("load", () => raise(track.track));
  track.src = chosen.url;
  element.append(track);
  track.track.mode = "showing";
  return () => {
    track.track.mode = "disabled";
    track.remove();
  };
}
