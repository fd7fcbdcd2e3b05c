import { cx } from "@/components/class-names";
import type { Video } from "@/lib/api/types";

/** In the middle of the ladder, as nobody knows the line or the screen; H.264 plays everywhere. */
function fileOf({ playback }: Video) {
  const files = [...(playback?.sources ?? [])].sort((a, b) => a.width - b.width);
  const common = files.filter(({ codec }) => !codec.startsWith("av01"));
  const choice = common.length > 0 ? common : files;
  return choice[Math.floor(choice.length / 2)];
}

interface PlainFilmProps {
  video: Video;
  /** A warning stands above it, so nothing of it shows before somebody plays it. */
  warned: boolean;
}

/**
 * The clip for browsers without JavaScript: their own player, above the words. What only JavaScript
 * can do is hidden there with `noscript:hidden`.
 */
export function PlainFilm({ video, warned }: PlainFilmProps) {
  const file = fileOf(video);
  if (!file) return null;
  const poster = video.playback?.poster.images.find(({ type }) => type !== "image/avif");
  return (
    <noscript>
      <video
        controls
        playsInline
        preload={warned ? "none" : "metadata"}
        src={file.url}
        poster={warned ? undefined : poster?.url}
        aria-label={video.title || undefined}
        className={cx(
          "absolute inset-x-0 z-20 w-full bg-ink object-contain",
          warned ? "bottom-36 h-1/3" : "top-0 h-[calc(100%-9rem)]",
        )}
      >
        {video.captions.map(({ locale, label, url }) => (
          <track key={url} kind="captions" srcLang={locale} label={label} src={url} />
        ))}
      </video>
    </noscript>
  );
}
