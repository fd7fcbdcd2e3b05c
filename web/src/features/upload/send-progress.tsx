"use client";

import { Button } from "@/components/button/button";
import { ProgressBar } from "@/components/progress-bar/progress-bar";
import { useTranslator } from "@/lib/i18n/use-translator";
import { type UploadItem, uploadQueue } from "./upload-queue";

const megabytes = (bytes: number) => Math.max(0.1, Math.round(bytes / 1e5) / 10);

/** How far the bytes have come, and in words what stopped them. */
export function SendProgress({ item }: { item: UploadItem }) {
  const { t, sentence, number } = useTranslator();
  const percent = item.size === 0 ? 0 : Math.floor((item.sent / item.size) * 100);

  if (item.phase === "failed") {
    return (
      <div role="alert" className="flex flex-col items-start gap-2 pt-1 text-15 text-liked">
        {/* A form would mark its fields; here there is only the file. */}
        {Object.values(item.problem?.errors ?? {})[0]?.[0] ??
          sentence({
            code: item.problem?.code ?? "unexpected",
            params: item.problem?.params,
            text: item.problem?.detail,
          })}
        {item.problem?.transient === false ? null : (
          <Button onClick={() => uploadQueue.retry(item.id)}>{t("action.retry")}</Button>
        )}
      </div>
    );
  }
  if (item.phase === "sent") return <p className="text-13 text-success">{t("upload.sent")}</p>;
  return (
    <div className="flex flex-col gap-1 pt-1">
      <ProgressBar percent={percent} label={t("upload.sending")} />
      <p className="text-13 text-muted tabular-nums">
        {item.phase === "waiting"
          ? t("upload.waiting")
          : t(item.resumed ? "upload.resumed" : "upload.progress", {
              percent,
              sent: number(megabytes(item.sent)),
              size: number(megabytes(item.size)),
            })}
      </p>
    </div>
  );
}
