"use client";

import { useState } from "react";
import { Button } from "@/components/button/button";
import { TextArea } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { api, idempotent } from "@/lib/api/client";
import type { Video } from "@/lib/api/types";
import { text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";
import { AudienceChoice } from "./audience-choice";
import { type UploadItem, uploadQueue } from "./upload-queue";

/** What a clip is and who may see it. It can be posted before the last byte: then it appears by itself. */
export function PostForm({ item }: { item: UploadItem }) {
  const { t } = useTranslator();
  const { limits } = useInstance();
  const [caption, setCaption] = useState("");
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const { data } = await api.post<Video>(
      "/videos",
      {
        uploadId: item.uploadId,
        description: caption,
        audience: text(form, "audience"),
        allowComments: form.get("allowComments") === "on",
      },
      // The upload is posted once, however often the button was pressed or the answer lost.
      idempotent(`post-${item.uploadId}`),
    );
    uploadQueue.posted(item.id, data.id);
  });

  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-4">
      <TextArea
        label={t("upload.caption")}
        name="description"
        value={caption}
        maxLength={limits.captionLength || undefined}
        onChange={(event) => setCaption(event.currentTarget.value)}
        hint={t("upload.caption.hint")}
        error={problem?.field("description")}
      />
      <AudienceChoice error={problem?.field("audience")} />
      <label className="flex min-h-11 items-center gap-3 text-15">
        <input type="checkbox" name="allowComments" defaultChecked className="size-5 accent-fg" />
        {t("upload.allowComments")}
      </label>
      <FormProblem problem={problem} />
      <Button kind="primary" type="submit" busy={busy} disabled={item.uploadId === null}>
        {t("upload.post")}
      </Button>
    </form>
  );
}
