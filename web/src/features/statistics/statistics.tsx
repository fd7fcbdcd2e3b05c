"use client";

import Link from "next/link";
import { type ReactNode, useState } from "react";
import useSWR from "swr";
import { Button } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { FieldFrame, controlClass } from "@/components/field/field";
import { Waiting } from "@/components/slit-loader/waiting";
import { toProblem } from "@/lib/api/problem";
import type { Statistics as Figures, StatisticsTotals } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { DayChart, RetentionCurve, SourceBars } from "./charts";

const spans = [7, 28, 90] as const;
const dayMs = 86_400_000;

/** UTC dates, both included. */
function spanOf(days: number): string {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const now = Date.now();
  return `from=${day(now - (days - 1) * dayMs)}&to=${day(now)}`;
}

/** How one clip does, or all of them: `path` says which. */
export function Statistics({ path }: { path: string }) {
  const { t, sentence } = useTranslator();
  const [days, setDays] = useState<number>(28);
  const { data, error, mutate } = useSWR<Figures>(`${path}?${spanOf(days)}`, {
    keepPreviousData: true,
  });

  if (error && !data) {
    const problem = toProblem(error);
    return (
      <EmptyState
        drawing="gap"
        title={sentence({ code: problem.code, text: problem.detail || t("state.error") })}
        action={<Button onClick={() => void mutate()}>{t("action.retry")}</Button>}
      />
    );
  }
  return (
    <>
      <FieldFrame label={t("statistics.span")} className="max-w-64">
        {(control) => (
          <select
            {...control}
            value={days}
            onChange={(event) => setDays(Number(event.currentTarget.value))}
            className={controlClass}
          >
            {spans.map((span) => (
              <option key={span} value={span}>
                {t(`statistics.span.${span}`)}
              </option>
            ))}
          </select>
        )}
      </FieldFrame>
      {data ? <Shown figures={data} /> : <Waiting />}
    </>
  );
}

function Shown({ figures }: { figures: Figures }) {
  const { t, number } = useTranslator();
  const { totals, days, sources, retention, videos } = figures;
  if (totals.views === 0) return <EmptyState drawing="gap" title={t("statistics.nobody")} />;
  return (
    <>
      <TotalList totals={totals} />
      <Part title={t("statistics.byDay")}>
        <DayChart days={days.map(({ day, totals: { views } }) => ({ day, value: views }))} />
      </Part>
      {retention && retention.length > 1 ? (
        <Part title={t("statistics.retention")}>
          <RetentionCurve shares={retention} />
        </Part>
      ) : null}
      {sources.length > 0 ? (
        <Part title={t("statistics.sources")}>
          <SourceBars
            rows={[...sources]
              .sort((a, b) => b.views - a.views)
              .map(({ source, views }) => ({
                key: source,
                label: t(`statistics.source.${source}`),
                value: views,
              }))}
          />
        </Part>
      ) : null}
      {videos && videos.length > 0 ? (
        <Part title={t("statistics.top")}>
          <ul>
            {videos.map(({ video, totals: { views } }) => (
              <li key={video.id} className="border-b border-hair">
                <Link
                  href={`/studio/${video.id}`}
                  prefetch={false}
                  className="flex min-h-11 items-center justify-between gap-4"
                >
                  <span dir="auto" className="truncate">
                    {video.title}
                  </span>
                  <span className="tabular-nums">{number(views)}</span>
                </Link>
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
    </>
  );
}

function TotalList({ totals }: { totals: StatisticsTotals }) {
  const { t, count, number } = useTranslator();
  const minutes = Math.round(totals.watchedMs / 60_000);
  const rows: [string, string][] = [
    ["views", count(totals.views)],
    ["viewers", count(totals.viewers)],
    [
      "watched",
      minutes >= 120
        ? t("statistics.hours", { hours: number(Math.round(minutes / 60)) })
        : t("statistics.minutes", { minutes: number(minutes) }),
    ],
    ["average", `${number(Math.round(totals.averagePercent))} %`],
    ["completed", count(totals.completed)],
    ["followers", count(totals.followersGained)],
  ];
  return (
    <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3">
      {rows.map(([name, value]) => (
        <div key={name} className="flex flex-col-reverse">
          <dt className="text-13 text-muted">{t(`statistics.${name}`)}</dt>
          <dd className="font-display text-28 font-extrabold tracking-display tabular-nums">
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-20 font-semibold">{title}</h2>
      {children}
    </section>
  );
}
