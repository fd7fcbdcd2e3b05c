"use client";

import { Button } from "@/components/button/button";
import { ProgressBar } from "@/components/progress-bar/progress-bar";
import { useTranslator } from "@/lib/i18n/use-translator";
import { type UploadItem, isRefused, uploadQueue } from "./upload-queue";

const megabytes = (bytes: number) => Math.max(0.1, Math.round(bytes / 1e5) / 10);

/** How far the bytes have come, and in words what stopped them. */
export function SendProgress({ item }: { item: UploadItem }) {
  const { t, sentence, number } = useTranslator();
  const { problem } = item;
  const percent = item.size === 0 ? 0 : Math.floor((item.sent / item.size) * 100);
  const reason = () =>
    sentence({
      code: problem?.code ?? "unexpected",
      params: problem?.params,
      text: problem?.detail,
    });
  const retry = (
    <Button className="self-start" onClick={() => uploadQueue.retry(item.id)}>
      {t("action.retry")}
    </Button>
  );

  if (item.phase === "failed") {
    return (
      <div role="alert" className="flex flex-col items-start gap-2 pt-1 text-15 text-liked">
        {/* A form would mark its fields; here there is only the file. */}
        {Object.values(problem?.errors ?? {})[0]?.[0] ?? reason()}
        {isRefused(item) ? null : retry}
      </div>
    );
  }
  if (item.phase === "sent") return <p className="text-13 text-success">{t("upload.sent")}</p>;
  const waiting = item.phase === "waiting";
  const waitingFor = () =>
    problem && problem.status > 0
      ? t("upload.waiting.busy", { reason: reason() })
      : t("upload.waiting");
  return (
    <div className="flex flex-col gap-1 pt-1">
      <ProgressBar percent={percent} label={t("upload.sending")} />
      <p className="text-13 text-muted tabular-nums">
        {waiting
          ? waitingFor()
          : t(item.resumed ? "upload.resumed" : "upload.progress", {
              percent,
              sent: number(megabytes(item.sent)),
              size: number(megabytes(item.size)),
            })}
      </p>
      {waiting ? retry : null}
    </div>
  );
}
