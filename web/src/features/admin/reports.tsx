"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/button/button";
import { FieldFrame, controlClass } from "@/components/field/field";
import { ListEnd } from "@/components/paged-list/list-end";
import { usePaged } from "@/components/paged-list/use-paged";
import { useToast } from "@/components/toast/toast";
import { useAct } from "@/components/toast/use-act";
import { api } from "@/lib/api/client";
import type { FiledReport } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";

const RemoveSheet = dynamic(() => import("@/components/report/remove-sheet"), { ssr: false });

const filters = ["open", "closed"] as const;
type Decision = FiledReport["state"];

/** What people reported, newest first: looked at, then taken down or let be. */
export function Reports() {
  const { t } = useTranslator();
  const [filter, setFilter] = useState<(typeof filters)[number]>("open");
  const list = usePaged<FiledReport>(`/reports?state=${filter}`);

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
        {list.items.map((report) => (
          <ReportRow key={report.id} report={report} onChanged={() => list.mutate()} />
        ))}
      </ul>
      <ListEnd
        list={list}
        empty={<p className="text-15 text-muted">{t(`admin.reports.none.${filter}`)}</p>}
      />
    </div>
  );
}

interface ReportRowProps {
  report: FiledReport;
  onChanged: () => Promise<unknown>;
}

function ReportRow({ report, onChanged }: ReportRowProps) {
  const { t, ago } = useTranslator();
  const toast = useToast();
  const { busy, act } = useAct();
  const [removing, setRemoving] = useState(false);
  const name = report.author ? `@${report.author.username}` : t("admin.reports.gone");
  const open = report.state === "open";

  const set = (state: Decision) =>
    act(async () => {
      await api.put(`/reports/${report.id}`, { state });
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
        <img
          src={report.poster}
          alt=""
          loading="lazy"
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
            report.openOfTarget > 1
              ? t("admin.reports.same", { count: report.openOfTarget })
              : null,
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
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
