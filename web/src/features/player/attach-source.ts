import type { Playback } from "@/lib/api/types";
import { chooseSource, playsHlsNatively, screenOf } from "./choose-source";

/** Two stalls in one visit say the line is not what the browser thinks: adapt from then on. */
const stallsBeforeAdapting = 2;
let stallsThisVisit = 0;

export function noteStall(): void {
  stallsThisVisit += 1;
}

/** Clips of one shape stand on a stage of one width. */
function shapeOf({ sources }: Playback): string {
  const [first] = sources;
  return first ? (first.width / first.height).toFixed(2) : "";
}

/**
 * Points the element at the clip: native HLS on WebKit, else one progressive file, and hls.js only
 * once the line has proved unsteady and there is a choice of renditions. Returns the undoing.
 */
export function attachSource(
  element: HTMLVideoElement,
  playback: Playback,
  dataSaver: boolean,
): () => void {
  const { hls, sources } = playback;
  if (hls && playsHlsNatively()) {
    element.src = hls;
    return () => undefined;
  }
  if (hls && sources.length > 1 && stallsThisVisit >= stallsBeforeAdapting) {
    return attachAdaptive(element, hls);
  }
  const source = chooseSource(playback, screenOf(element, shapeOf(playback), dataSaver));
  if (source) element.src = source.url;
  else if (hls) return attachAdaptive(element, hls);
  return () => undefined;
}

function attachAdaptive(element: HTMLVideoElement, playlist: string): () => void {
  let detached = false;
  let destroy: (() => void) | undefined;
  // Told as the element tells it of a plain file.
  const fail = () => {
    if (!detached) element.dispatchEvent(new Event("error"));
  };
  import("hls.js/light")
    .then(({ default: Hls }) => {
      if (detached) return;
      if (!Hls.isSupported()) {
        fail();
        return;
      }
      const player = new Hls({ capLevelToPlayerSize: true, maxBufferLength: 10 });
      player.on(Hls.Events.ERROR, (_event, data) => {
        if (data.fatal) fail();
      });
      player.loadSource(playlist);
      player.attachMedia(element);
      destroy = () => player.destroy();
    })
    .catch(fail);
  return () => {
    detached = true;
    destroy?.();
  };
}
