"use client";

import Link from "next/link";
import { useState } from "react";
import { Button, buttonClass } from "@/components/button/button";
import { ListEnd } from "@/components/paged-list/list-end";
import { usePaged } from "@/components/paged-list/use-paged";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import { url } from "@/lib/api/url";
import { useTranslator } from "@/lib/i18n/use-translator";

/** Who waits to be let in, oldest first. */
export function Applicants() {
  const { t, ago } = useTranslator();
  const { act } = useAct();
  const list = usePaged(url("/admin/applicants"));
  const [busy, setBusy] = useState<string | null>(null);

  async function answer(id: string, accept: boolean) {
    setBusy(id);
    await act(() => gateway.turn(accept, "/admin/applicants/{id}", { path: { id } }));
    await list.mutate();
    setBusy(null);
  }

  return (
    <div>
      <ul>
        {list.items.map((applicant) => (
          <li
            key={applicant.id}
            className="flex flex-wrap items-center gap-3 border-b border-hair py-3"
          >
            <div className="min-w-40 flex-1">
              <p className="truncate text-15 font-semibold">
                {applicant.displayName}{" "}
                <span className="font-normal text-muted">@{applicant.username}</span>
              </p>
              <p className="truncate text-13 text-muted">
                {applicant.email} · {ago(applicant.createdAt)}
              </p>
            </div>
            <div className="flex gap-2">
              <Button busy={busy === applicant.id} onClick={() => answer(applicant.id, true)}>
                {t("admin.applicants.accept")}
              </Button>
              <Button
                kind="quiet"
                disabled={busy === applicant.id}
                onClick={() => answer(applicant.id, false)}
              >
                {t("admin.applicants.decline")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <ListEnd
        list={list}
        empty={
          <div className="flex flex-col items-start gap-2">
            <p className="text-15 text-muted">{t("admin.applicants.none")}</p>
            <Link href="/admin?part=invites" prefetch={false} className={buttonClass()}>
              {t("admin.applicants.invite")}
            </Link>
          </div>
        }
      />
    </div>
  );
}
