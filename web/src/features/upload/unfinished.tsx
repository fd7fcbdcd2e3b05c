"use client";

import { useEffect } from "react";
import { Button } from "@/components/button/button";
import { IconButton } from "@/components/button/icon-button";
import { Loaded } from "@/components/load-state/loaded";
import { useToast } from "@/components/toast/toast";
import { gateway } from "@/lib/api/gateway";
import { toProblem } from "@/lib/api/problem";
import { url } from "@/lib/api/url";
import { useRead } from "@/lib/api/use-read";
import type { UnfinishedUpload } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { forgetNotes } from "./notes";
import { type UploadItem, uploadQueue } from "./upload-queue";

/** What an earlier visit left half sent or not posted. The same file chosen again goes on by itself. */
export function Unfinished({ items }: { items: readonly UploadItem[] }) {
  const { t, number, sentence } = useTranslator();
  const toast = useToast();
  const uploads = useRead(url("/uploads"));
  const here = new Set(items.map(({ uploadId }) => uploadId));
  const leftOf = ({ items: all }: { items: UnfinishedUpload[] }) =>
    all.filter(({ id }) => !here.has(id));
  const { mutate } = uploads;
  // A card that was closed is posted, gone or here again.
  useEffect(() => void mutate(), [mutate, items.length]);

  async function discard(id: string) {
    try {
      await gateway.delete("/uploads/{id}", {
        path: { id },
        headers: { "Tus-Resumable": "1.0.0" },
      });
    } catch (error) {
      const { code, params, detail } = toProblem(error);
      if (code !== "not_found") toast({ text: sentence({ code, params, text: detail }) });
    }
    forgetNotes(id);
    await uploads.mutate();
  }

  return (
    <Loaded quiet reading={uploads}>
      {(data) => {
        const left = leftOf(data);
        return left.length === 0 ? null : (
          <section aria-labelledby="unfinished" className="flex flex-col gap-1">
            <h2 id="unfinished" className="text-17 font-semibold">
              {t("upload.unfinished")}
            </h2>
            {left.some(({ offset, size }) => offset < size) ? (
              <p className="text-15 text-muted">{t("upload.unfinished.hint")}</p>
            ) : null}
            <ul>
              {left.map(({ id, fileName, size, offset, videoId }) => (
                <li key={id} className="flex items-center gap-2 border-b border-hair">
                  <span className="min-w-0 flex-1 py-2">
                    <span className="block truncate">{fileName}</span>
                    <span className="text-13 text-muted tabular-nums">
                      {offset >= size
                        ? t("upload.unfinished.all")
                        : t("upload.unfinished.sent", {
                            percent: Math.floor((offset / Math.max(1, size)) * 100),
                            size: number(Math.max(0.1, Math.round(size / 1e5) / 10)),
                          })}
                    </span>
                  </span>
                  {offset >= size && !videoId ? (
                    <Button onClick={() => uploadQueue.goOn({ id, fileName, size })}>
                      {t("upload.unfinished.goOn")}
                    </Button>
                  ) : null}
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
      }}
    </Loaded>
  );
}
