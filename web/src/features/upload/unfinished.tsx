"use client";

import useSWR from "swr";
import { IconButton } from "@/components/button/icon-button";
import { useToast } from "@/components/toast/toast";
import { api } from "@/lib/api/client";
import { toProblem } from "@/lib/api/problem";
import type { UnfinishedUpload } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import type { UploadItem } from "./upload-queue";

/** What an earlier visit left half sent. The same file chosen again goes on by itself. */
export function Unfinished({ items }: { items: readonly UploadItem[] }) {
  const { t, number, sentence } = useTranslator();
  const toast = useToast();
  const { data, mutate } = useSWR<{ items: UnfinishedUpload[] }>("/uploads");
  const here = new Set(items.map(({ uploadId }) => uploadId));
  const left = (data?.items ?? []).filter(({ id, offset, size }) => !here.has(id) && offset < size);
  if (left.length === 0) return null;

  async function discard(id: string) {
    try {
      await api.delete(`/uploads/${id}`, { headers: { "Tus-Resumable": "1.0.0" } });
    } catch (error) {
      const { code, params, detail } = toProblem(error);
      if (code !== "not_found") toast({ text: sentence({ code, params, text: detail }) });
    }
    await mutate();
  }

  return (
    <section aria-labelledby="unfinished" className="flex flex-col gap-1">
      <h2 id="unfinished" className="text-17 font-semibold">
        {t("upload.unfinished")}
      </h2>
      <p className="text-15 text-muted">{t("upload.unfinished.hint")}</p>
      <ul>
        {left.map(({ id, fileName, size, offset }) => (
          <li key={id} className="flex items-center gap-2 border-b border-hair">
            <span className="min-w-0 flex-1 py-2">
              <span className="block truncate">{fileName}</span>
              <span className="text-13 text-muted tabular-nums">
                {t("upload.unfinished.sent", {
                  percent: Math.floor((offset / Math.max(1, size)) * 100),
                  size: number(Math.max(0.1, Math.round(size / 1e5) / 10)),
                })}
              </span>
            </span>
            <IconButton
              icon="trash"
              label={t("upload.unfinished.discard", { name: fileName })}
              onClick={() => void discard(id)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
