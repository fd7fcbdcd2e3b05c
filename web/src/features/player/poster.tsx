import { useMemo } from "react";
import { preload } from "react-dom";
import { thumbHashToDataURL } from "thumbhash";
import { cx } from "@/components/class-names";
import type { Poster as PosterData } from "@/lib/api/types";

interface PosterProps {
  poster: PosterData | undefined;
  /** The first one of a page: fetched before anything else and never faded. */
  first?: boolean;
  fit: "cover" | "contain";
}

const sizes = "(min-width: 768px) 480px, 100vw";

function blurOf(thumbhash: string | null | undefined): string | undefined {
  if (!thumbhash || typeof window === "undefined") return undefined;
  try {
    return thumbHashToDataURL(Uint8Array.from(atob(thumbhash), (char) => char.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

function imagesOf(poster: PosterData, type: string) {
  const images = poster.images
    .filter((image) => image.type === type)
    .sort((a, b) => a.width - b.width);
  const widest = images.at(-1);
  if (!widest) return null;
  const srcSet = images.map(({ url, width }) => `${url} ${width}w`).join(", ");
  return { src: widest.url, srcSet, type, width: widest.width };
}

/** The picture under the player: there at every instant, whatever the video does. */
export function Poster({ poster, first = false, fit }: PosterProps) {
  const thumbhash = first ? null : poster?.thumbhash;
  // Drawn once: a swipe renders several posters again.
  const blur = useMemo(() => blurOf(thumbhash), [thumbhash]);
  if (!poster) return null;
  // AVIF is half of WebP; a browser that lacks it takes the other. Of some clips it is smaller than
  // a screen, and would be soft.
  const avif = imagesOf(poster, "image/avif");
  const plain = imagesOf(poster, "image/webp") ?? imagesOf(poster, "image/jpeg") ?? avif;
  if (!plain) return null;
  const small = avif && avif !== plain && avif.width >= plain.width ? avif : null;
  const best = small ?? plain;
  if (first && typeof window === "undefined") {
    preload(best.src, {
      as: "image",
      imageSrcSet: best.srcSet,
      imageSizes: sizes,
      type: best.type,
      fetchPriority: "high",
    });
  }
  return (
    <picture>
      {small ? <source type={small.type} srcSet={small.srcSet} sizes={sizes} /> : null}
      <img
        src={plain.src}
        srcSet={plain.srcSet}
        sizes={sizes}
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
    </picture>
  );
}
