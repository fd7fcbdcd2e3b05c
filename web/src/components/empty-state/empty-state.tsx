import type { ReactNode } from "react";
import { cx } from "@/components/class-names";

export type SlitDrawing = "drum" | "gap" | "fall" | "spark";

// Heights of twelve slits; each drawing is the drum seen at another moment.
const drawings: Record<SlitDrawing, number[]> = {
  drum: [20, 34, 48, 60, 70, 76, 76, 70, 60, 48, 34, 20],
  gap: [60, 60, 60, 60, 16, 6, 6, 16, 60, 60, 60, 60],
  fall: [76, 70, 64, 57, 50, 43, 36, 30, 24, 18, 12, 6],
  spark: [12, 12, 30, 12, 46, 76, 46, 12, 30, 12, 12, 12],
};

interface EmptyStateProps {
  title: string;
  drawing?: SlitDrawing;
  /** It is all there is on the page, so its sentence is the page's heading. */
  alone?: boolean;
  /** One button, the way on. */
  action?: ReactNode;
  className?: string;
}

/** A slit drawing, one sentence, one way on. Also for errors: nothing ends in a dead end. */
export function EmptyState({ title, drawing = "drum", alone, action, className }: EmptyStateProps) {
  const Sentence = alone ? "h1" : "p";
  return (
    <div
      className={cx(
        "flex flex-col items-center justify-center gap-6 px-6 py-16 text-center",
        className,
      )}
    >
      <svg width="142" height="80" viewBox="0 0 142 80" aria-hidden="true" className="text-line">
        {drawings[drawing].map((height, index) => (
          <rect
            key={index}
            x={index * 12}
            y={(80 - height) / 2}
            width="6"
            height={height}
            fill={index === 5 ? "var(--lamp)" : "currentColor"}
          />
        ))}
      </svg>
      <Sentence className="max-w-80 text-17 text-balance">{title}</Sentence>
      {action}
    </div>
  );
}
