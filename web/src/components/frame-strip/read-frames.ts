/** Waits for an event of the element; rejects when the file cannot be read or the wait is over. */
function once(video: HTMLVideoElement, event: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    video.addEventListener(event, () => resolve(), { once: true, signal });
    video.addEventListener("error", () => reject(new Error("unreadable")), { once: true, signal });
    signal.addEventListener("abort", () => reject(new Error("aborted")), { once: true });
  });
}

export interface Frames {
  seconds: number;
  /** Data addresses, one picture a moment, evenly spread. */
  pictures: string[];
}

const height = 96;

/** Small pictures of a clip the browser can decode; null where it cannot (HEVC often). */
export async function readFrames(
  url: string,
  count: number,
  signal: AbortSignal,
): Promise<Frames | null> {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.preload = "auto";
  try {
    const loaded = once(video, "loadeddata", signal);
    video.src = url;
    await loaded;
    if (video.videoWidth === 0 || !Number.isFinite(video.duration)) return null;
    const pictures: string[] = [];
    for (let index = 0; index < count; index++) {
      const sought = once(video, "seeked", signal);
      video.currentTime = ((index + 0.5) / count) * video.duration;
      await sought;
      pictures.push(drawFrame(video, height).toDataURL("image/jpeg", 0.7));
    }
    return { seconds: video.duration, pictures };
  } catch {
    return null;
  } finally {
    video.removeAttribute("src");
    video.load();
  }
}

export function drawFrame(video: HTMLVideoElement, tall: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.height = Math.min(tall, video.videoHeight);
  canvas.width = Math.round((canvas.height / video.videoHeight) * video.videoWidth);
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas;
}
