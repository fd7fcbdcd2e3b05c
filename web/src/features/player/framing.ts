import type { Video } from "@/lib/api/types";

/** Portrait clips fill the stage; wider ones are shown whole. */
export function fitOf({ width, height }: Pick<Video, "width" | "height">): "cover" | "contain" {
  return width > 0 && height / width >= 1.5 ? "cover" : "contain";
}

/** Width by height of the stage on a desktop: from phone-shaped to widescreen. */
export function stageRatio({ width, height }: Pick<Video, "width" | "height">): number {
  if (width <= 0 || height <= 0) return 9 / 16;
  return Math.min(16 / 9, Math.max(9 / 16, width / height));
}

/** Ink tinted with the poster's colour, behind clips that do not fill the stage. */
export function tint(color: string | null | undefined): string {
  const safe = color && /^#[0-9a-f]{6}$/i.test(color) ? color : "#1c1a17";
  return `color-mix(in srgb, ${safe} 24%, #11100e)`;
}
