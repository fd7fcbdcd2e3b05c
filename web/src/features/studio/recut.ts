import type { Cut } from "@/components/clip-fields/trim-and-cover";
import type { Video } from "@/lib/api/types";

/**
 * What the server is told of another cut. The sliders are over what plays, which may be cut already;
 * the server counts in the original.
 */
export function recut(
  { edit, coverMs }: Pick<Video, "edit" | "coverMs">,
  cut: Cut,
  whole: boolean,
) {
  const from = edit?.startMs ?? 0;
  if (whole) return { edit: { startMs: 0, endMs: 0, muted: cut.muted } };
  if (cut.startMs === null && cut.endMs === null && cut.muted === (edit?.muted ?? false)) return {};
  return {
    edit: {
      startMs: from + (cut.startMs ?? 0),
      endMs: cut.endMs === null ? (edit?.endMs ?? 0) : from + cut.endMs,
      muted: cut.muted,
    },
    // The same moment as before, in time of what is left.
    coverMs: coverMs === undefined ? undefined : Math.max(0, coverMs - (cut.startMs ?? 0)),
  };
}
