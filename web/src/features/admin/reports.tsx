"use client";

import Image from "next/image";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/button/button";
import { FieldFrame, controlClass } from "@/components/field/field";
import { laterSheet } from "@/components/later/later-sheet";
import { ListEnd } from "@/components/paged-list/list-end";
import { usePaged } from "@/components/paged-list/use-paged";
import { useToast } from "@/components/toast/toast";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import type { FiledReport } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { useTranslator } from "@/lib/i18n/use-translator";

const RemoveSheet = laterSheet(() => import("@/components/report/remove-sheet"));

const filters = ["open", "closed"] as const;
type Decision = FiledReport["state"];

/** What people reported, newest first: looked at, then taken down or let be. */
export function Reports() {
  const { t } = useTranslator();
  const [filter, setFilter] = useState<(typeof filters)[number]>("open");
  const list = usePaged(url("/reports", { query: { state: filter } }));

  return (
    <div className="flex flex-col gap-4">
      <FieldFrame label={t("admin.reports.show")}>
        {(control) => (
          <select
            {...control}
            className={controlClass}
            value={filter}
            onChange={(event) =>
              setFilter(filters.find((name) => name === event.currentTarget.value) ?? "open")
            }
          >
            {filters.map((name) => (
              <option key={name} value={name}>
                {t(`admin.reports.filter.${name}`)}
              </option>
            ))}
          </select>
        )}
      </FieldFrame>
      <ul>
        {byTarget(list.items).map(([report, ...others]) => (
          <ReportRow
            key={report.id}
            report={report}
            others={others}
            onChanged={() => list.mutate()}
          />
        ))}
      </ul>
      <ListEnd
        list={list}
        empty={<p className="text-15 text-muted">{t(`admin.reports.none.${filter}`)}</p>}
      />
    </div>
  );
}

type OneOrMore = [FiledReport, ...FiledReport[]];

/** What waits about the same thing waits together: one decision is for all of it. What is decided stays apart. */
function byTarget(reports: readonly FiledReport[]): OneOrMore[] {
  const rows = new Map<string, OneOrMore>();
  for (const report of reports) {
    const key =
      report.state === "open" ? `${report.kind} ${report.targetId}` : `decided ${report.id}`;
    const row = rows.get(key);
    if (row) row.push(report);
    else rows.set(key, [report]);
  }
  return [...rows.values()];
}

interface ReportRowProps {
  report: FiledReport;
  /** Older ones of the same thing. */
  others: readonly FiledReport[];
  onChanged: () => Promise<unknown>;
}

function ReportRow({ report, others, onChanged }: ReportRowProps) {
  const { t, ago } = useTranslator();
  const toast = useToast();
  const { busy, act } = useAct();
  const [removing, setRemoving] = useState(false);
  const name = report.author ? `@${report.author.username}` : t("admin.reports.gone");
  const open = report.state === "open";

  const set = (state: Decision) =>
    act(async () => {
      await gateway.put("/reports/{id}", { path: { id: report.id }, body: { state } });
      if (state === "dismissed")
        toast({
          text: t("admin.reports.dismissed"),
          action: { label: t("action.undo"), run: () => void set("open") },
        });
      await onChanged();
    });

  return (
    <li className="flex gap-3 border-b border-hair py-3">
      {report.poster ? (
        <Image
          src={report.poster}
          alt=""
          width={44}
          height={80}
          unoptimized
          className="h-20 w-11 flex-none rounded-control object-cover"
        />
      ) : null}
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="text-15 font-semibold break-words">
          {t(`admin.reports.what.${report.kind}`, { name })}
        </p>
        {report.text ? (
          <blockquote className="line-clamp-4 border-s-2 border-line ps-3 text-15 break-words">
            {report.text}
          </blockquote>
        ) : null}
        {[report, ...others].map((one) => (
          <Said key={one.id} report={one} />
        ))}
        {report.openOfTarget > 1 ? (
          <p className="text-13 text-muted">
            {t("admin.reports.same", { count: report.openOfTarget })}
          </p>
        ) : null}
        {open ? null : (
          <p className="text-13 text-muted">
            {t(`admin.reports.state.${report.state}`, {
              name: report.closedBy ? `@${report.closedBy.username}` : t("admin.reports.gone"),
              when: report.closedAt ? ago(report.closedAt) : "",
            })}
          </p>
        )}
        <div className="flex flex-wrap items-center gap-2 pt-1">
          {report.url && report.state !== "resolved" ? (
            <Link
              href={report.url}
              prefetch={false}
              className="inline-flex min-h-11 items-center pe-2 text-15 font-semibold text-link"
            >
              {t("admin.reports.look")}
            </Link>
          ) : null}
          {open ? (
            <>
              <Button kind="danger" disabled={busy} onClick={() => setRemoving(true)}>
                {t(report.kind === "user" ? "admin.people.suspend" : "moderate.action")}
              </Button>
              <Button busy={busy} onClick={() => void set("dismissed")}>
                {t("admin.reports.dismiss")}
              </Button>
            </>
          ) : (
            <Button kind="quiet" busy={busy} onClick={() => void set("open")}>
              {t("admin.reports.reopen")}
            </Button>
          )}
        </div>
      </div>
      {removing ? (
        <RemoveSheet
          what={{ kind: report.kind, id: report.targetId, name }}
          onRemoved={() => void set("resolved")}
          onClose={() => setRemoving(false)}
        />
      ) : null}
    </li>
  );
}

/** What one report says, and whose it is. */
function Said({ report }: { report: FiledReport }) {
  const { t, ago } = useTranslator();
  return (
    <div>
      <p className="text-15">{t(`report.reason.${report.reason}`)}</p>
      {report.detail ? (
        <p className="text-15 break-words whitespace-pre-line text-muted">{report.detail}</p>
      ) : null}
      <p className="text-13 text-muted">
        {[
          report.reporter
            ? t("admin.reports.by", { name: `@${report.reporter.username}` })
            : t("admin.reports.byNobody"),
          ago(report.createdAt),
        ].join(" · ")}
      </p>
    </div>
  );
}
