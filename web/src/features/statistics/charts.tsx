import type { ReactNode } from "react";
import { useTranslator } from "@/lib/i18n/use-translator";

const wide = 600;
const tall = 160;

/** A drawing with what its heights mean beside it, highest first. */
function Scaled({ marks, children }: { marks: string[]; children: ReactNode }) {
  return (
    <div aria-hidden="true" className="flex gap-2">
      <div className="flex h-40 w-10 shrink-0 flex-col justify-between text-end text-13 text-muted tabular-nums">
        {marks.map((mark) => (
          <span key={mark} className="leading-none">
            {mark}
          </span>
        ))}
      </div>
      <svg
        viewBox={`0 0 ${wide} ${tall}`}
        preserveAspectRatio="none"
        className="h-40 min-w-0 flex-1 rtl:-scale-x-100"
      >
        {children}
      </svg>
    </div>
  );
}

/** A number a day as slits. The words for each day are there for those who cannot see it. */
export function DayChart({ days }: { days: { day: string; value: number }[] }) {
  const { t, date, number } = useTranslator();
  const most = Math.max(1, ...days.map(({ value }) => value));
  const step = wide / Math.max(1, days.length);
  return (
    <figure>
      <Scaled
        marks={most > 1 ? [number(most), number(Math.round(most / 2)), "0"] : [number(most), "0"]}
      >
        <rect y={tall - 1} width={wide} height="1" className="fill-hair" />
        {days.map(({ day, value }, index) => {
          const height = (value / most) * (tall - 8);
          return (
            <rect
              key={day}
              x={index * step + step * 0.2}
              y={tall - height}
              width={step * 0.6}
              height={height}
              className="fill-link"
            />
          );
        })}
      </Scaled>
      <figcaption className="flex justify-between ps-12 text-13 text-muted" aria-hidden="true">
        <span>{days[0] ? date(days[0].day) : ""}</span>
        <span>{days.length > 1 ? date(days.at(-1)!.day) : ""}</span>
      </figcaption>
      <ul className="sr-only">
        {days.map(({ day, value }) => (
          <li key={day}>{t("statistics.day", { date: date(day), count: number(value) })}</li>
        ))}
      </ul>
    </figure>
  );
}

/** How many are still watching, from the clip's beginning to its end. */
export function RetentionCurve({ shares }: { shares: number[] }) {
  const { t, percent } = useTranslator();
  const x = (index: number) => (index / Math.max(1, shares.length - 1)) * wide;
  const y = (share: number) => tall - 4 - Math.min(1, share) * (tall - 8);
  const line = shares.map((share, index) => `${x(index)},${y(share)}`).join(" ");
  return (
    <figure className="flex flex-col gap-1">
      <Scaled marks={[1, 0.5, 0].map(percent)}>
        {[0, 0.5, 1].map((share) => (
          <rect key={share} y={y(share)} width={wide} height="1" className="fill-hair" />
        ))}
        <polygon points={`0,${tall} ${line} ${wide},${tall}`} className="fill-hair" />
        <polyline
          points={line}
          fill="none"
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
          className="stroke-link"
        />
      </Scaled>
      <div className="flex justify-between ps-12 text-13 text-muted" aria-hidden="true">
        <span>{t("statistics.retention.start")}</span>
        <span>{t("statistics.retention.end")}</span>
      </div>
      <figcaption className="text-13 text-muted">
        {t("statistics.retention.text", {
          half: percent(shares[Math.floor(shares.length / 2)] ?? 0),
          end: percent(shares.at(-1) ?? 0),
        })}
      </figcaption>
    </figure>
  );
}

/** Shares of a whole, largest first, each with its number. */
export function SourceBars({ rows }: { rows: { key: string; label: string; value: number }[] }) {
  const { number } = useTranslator();
  const most = Math.max(1, ...rows.map(({ value }) => value));
  return (
    <ul className="flex flex-col gap-2">
      {rows.map(({ key, label, value }) => (
        <li key={key} className="flex flex-col gap-1">
          <span className="flex justify-between gap-4 text-15">
            <span>{label}</span>
            <span className="tabular-nums">{number(value)}</span>
          </span>
          <svg
            viewBox="0 0 100 4"
            preserveAspectRatio="none"
            aria-hidden="true"
            className="h-1 w-full rtl:-scale-x-100"
          >
            <rect width="100" height="4" className="fill-hair" />
            <rect width={(value / most) * 100} height="4" className="fill-link" />
          </svg>
        </li>
      ))}
    </ul>
  );
}
