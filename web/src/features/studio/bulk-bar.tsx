"use client";

import { useState } from "react";
import { Button } from "@/components/button/button";
import { audiences } from "@/components/clip-fields/audience-choice";
import { controlClass } from "@/components/field/field";
import { useToast } from "@/components/toast/toast";
import { gateway } from "@/lib/api/gateway";
import type { Audience, Video } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";

/** A person's few clips; the gateway's limit for writes is far above this. */
const atOnce = 4;

/** Runs the act for each, a few at a time; says how many did not work. */
async function forEach(videos: readonly Video[], act: (path: { id: string }) => Promise<unknown>) {
  const waiting = [...videos];
  let failed = 0;
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await act({ id: next.id }).catch(() => {
        failed += 1;
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return failed;
}

/** What can be done to all chosen clips together. */
export function BulkBar({ videos, onDone }: { videos: readonly Video[]; onDone: () => void }) {
  const { t } = useTranslator();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const [audience, setAudience] = useState<Audience>();
  const [busy, setBusy] = useState(false);

  async function run(act: (path: { id: string }) => Promise<unknown>, done: string) {
    setBusy(true);
    const failed = await forEach(videos, act);
    setBusy(false);
    setAsking(false);
    const worked = videos.length - failed;
    if (worked > 0) toast({ text: t(done, { count: worked }) });
    if (failed > 0) toast({ text: t("studio.failedSome", { count: failed }) });
    onDone();
  }

  return (
    <div
      role="group"
      aria-label={t("studio.selected", { count: videos.length })}
      className="sticky top-0 z-20 flex flex-wrap items-center gap-3 rounded-control border border-line bg-raised p-3"
    >
      {asking ? (
        <>
          <p className="flex-1 text-15">{t("studio.deleteAsk", { count: videos.length })}</p>
          <Button
            kind="danger"
            busy={busy}
            onClick={() =>
              void run((path) => gateway.delete("/videos/{id}", { path }), "studio.deleted")
            }
          >
            {t("action.delete")}
          </Button>
          <Button onClick={() => setAsking(false)}>{t("action.cancel")}</Button>
        </>
      ) : (
        <>
          <p className="flex-1 text-15 tabular-nums">
            {t("studio.selected", { count: videos.length })}
          </p>
          <select
            aria-label={t("studio.setAudience")}
            disabled={busy}
            value={audience ?? ""}
            onChange={(event) =>
              setAudience(audiences.find((one) => one === event.currentTarget.value))
            }
            className={`${controlClass} w-auto`}
          >
            <option value="" disabled>
              {t("studio.setAudience")}
            </option>
            {audiences.map((audience) => (
              <option key={audience} value={audience}>
                {t(`upload.audience.${audience}`)}
              </option>
            ))}
          </select>
          {/* Not the select itself: with a keyboard, passing by a choice chooses it. */}
          <Button
            busy={busy}
            disabled={!audience}
            onClick={() =>
              void run(
                (path) => gateway.patch("/videos/{id}", { path, body: { audience } }),
                "studio.changed",
              )
            }
          >
            {t("action.change")}
          </Button>
          <Button kind="danger" disabled={busy} onClick={() => setAsking(true)}>
            {t("action.delete")}
          </Button>
        </>
      )}
    </div>
  );
}
