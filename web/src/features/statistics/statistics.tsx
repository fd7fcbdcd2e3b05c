"use client";

import Link from "next/link";
import { type ReactNode, useState } from "react";
import { buttonClass } from "@/components/button/button";
import { CopyLine } from "@/components/copy-line/copy-line";
import { EmptyState } from "@/components/empty-state/empty-state";
import { FieldFrame, controlClass } from "@/components/field/field";
import { Loaded } from "@/components/load-state/loaded";
import type { Statistics as Figures, StatisticsTotals } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { useRead } from "@/lib/api/use-read";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useMe } from "@/lib/store/hooks";
import { DayChart, RetentionCurve, SourceBars } from "./charts";

const spans = [7, 28, 90] as const;
const dayMs = 86_400_000;

/** UTC dates, both included. */
function spanOf(days: number) {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const now = Date.now();
  return { from: day(now - (days - 1) * dayMs), to: day(now) };
}

function pathOf(videoId: string | null, query: ReturnType<typeof spanOf>) {
  return videoId
    ? url("/videos/{id}/statistics", { path: { id: videoId }, query })
    : url("/users/me/statistics", { query });
}

interface StatisticsProps {
  videoId?: string | null;
  /** What to give away so that somebody watches; null where nobody else may. */
  link?: string | null;
}

/** How one clip does, or all of one's own. */
export function Statistics({ videoId = null, link = null }: StatisticsProps) {
  const { t } = useTranslator();
  const [days, setDays] = useState<number>(28);
  const figures = useRead<Figures>(pathOf(videoId, spanOf(days)), {
    keepPreviousData: true,
  });

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
      <Loaded reading={figures}>
        {(data) =>
          data.totals.views > 0 ? (
            <Shown figures={data} />
          ) : (
            <EmptyState
              drawing="gap"
              title={t("statistics.nobody")}
              action={videoId ? <OfOne link={link} /> : <OfAll />}
            />
          )
        }
      </Loaded>
    </>
  );
}

/** Views come from people who have the link. */
function OfOne({ link }: { link: string | null }) {
  const { t } = useTranslator();
  if (link) return <GiveAway label={t("statistics.link")} link={link} />;
  return (
    <Link href="/studio" prefetch={false} className={buttonClass("primary")}>
      {t("profile.studio")}
    </Link>
  );
}

function OfAll() {
  const { t } = useTranslator();
  const me = useMe();
  if (me && me.videos > 0) {
    return <GiveAway label={t("statistics.linkAll")} link={`/@${me.username}`} />;
  }
  return (
    <Link href="/upload" prefetch={false} className={buttonClass("primary")}>
      {t("nav.post")}
    </Link>
  );
}

function GiveAway({ label, link }: { label: string; link: string }) {
  return (
    <div className="w-full max-w-96 text-start">
      <CopyLine label={label} value={new URL(link, location.origin).href} />
    </div>
  );
}

function Shown({ figures }: { figures: Figures }) {
  const { t, number } = useTranslator();
  const { totals, days, sources, retention, videos } = figures;
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
  const { t, count, number, percent: share } = useTranslator();
  const minutes = Math.round(totals.watchedMs / 60_000);
  // Loops count: of a short clip that runs again and again, a share of a hundred and more says nothing.
  const ofLength = (percent: number) =>
    percent > 100
      ? t("statistics.times", { times: number(Math.round(percent / 10) / 10) })
      : share(percent / 100);
  const rows: [string, string][] = [
    ["views", count(totals.views)],
    ["viewers", count(totals.viewers)],
    [
      "watched",
      minutes >= 120
        ? t("statistics.hours", { hours: number(Math.round(minutes / 60)) })
        : t("statistics.minutes", { minutes: number(minutes) }),
    ],
    ["average", ofLength(totals.averagePercent)],
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
