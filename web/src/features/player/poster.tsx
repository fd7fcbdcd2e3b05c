import { thumbHashToDataURL } from "thumbhash";
import { cx } from "@/components/class-names";
import type { Poster as PosterData } from "@/lib/api/types";

interface PosterProps {
  poster: PosterData | undefined;
  /** The first one of a page: fetched before anything else and never faded. */
  first?: boolean;
  fit: "cover" | "contain";
}

function blurOf(thumbhash: string | null): string | undefined {
  if (!thumbhash || typeof window === "undefined") return undefined;
  try {
    return thumbHashToDataURL(Uint8Array.from(atob(thumbhash), (char) => char.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

/** The picture under the player: there at every instant, whatever the video does. */
export function Poster({ poster, first = false, fit }: PosterProps) {
  if (!poster) return null;
  const best = ["image/webp", "image/avif", "image/jpeg"].find((type) =>
    poster.images.some((image) => image.type === type),
  );
  const images = poster.images.filter((image) => image.type === best);
  const widest = images.reduce<(typeof images)[number] | undefined>(
    (wide, image) => (!wide || image.width > wide.width ? image : wide),
    undefined,
  );
  if (!widest) return null;
  const blur = first ? undefined : blurOf(poster.thumbhash);
  return (
    <img
      src={widest.url}
      srcSet={images.map(({ url, width }) => `${url} ${width}w`).join(", ")}
      sizes="(min-width: 768px) 480px, 100vw"
      alt=""
      fetchPriority={first ? "high" : "auto"}
      decoding={first ? "sync" : "async"}
      draggable={false}
      className={cx(
        "absolute inset-0 size-full",
        fit === "cover" ? "object-cover" : "object-contain",
      )}
      style={blur ? { backgroundImage: `url(${blur})`, backgroundSize: "cover" } : undefined}
      suppressHydrationWarning
    />
  );
}
