"use client";

import { encode } from "uqr";

/** One path for all dark squares, so that no hairline shows between them. */
function pathOf(rows: boolean[][]): string {
  return rows
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
}

/** On a phone held sideways it would open below the sheet's edge. */
function showWhole(figure: HTMLElement | null): void {
  figure?.scrollIntoView({ block: "nearest" });
}

interface QrCodeProps {
  url: string;
  label: string;
  hint: string;
}

/** A link to be read by another device's camera: ink on white in both themes. */
export default function QrCode({ url, label, hint }: QrCodeProps) {
  const { data, size } = encode(url, { ecc: "M", border: 3 });
  return (
    <figure ref={showWhole} className="flex flex-col items-center gap-3 py-2">
      <svg
        viewBox={`0 0 ${size} ${size}`}
        role="img"
        aria-label={label}
        shapeRendering="crispEdges"
        className="size-56 rounded-control bg-film short:size-40"
      >
        <path d={pathOf(data)} className="fill-ink" />
      </svg>
      <figcaption className="text-13 text-muted">{hint}</figcaption>
    </figure>
  );
}
