"use client";

import { useRef, useState } from "react";
import { Button } from "@/components/button/button";
import { useCompletion } from "@/components/completion/use-completion";
import { FieldFrame, controlClass } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { useToast } from "@/components/toast/toast";
import { api, idempotent } from "@/lib/api/client";
import { ApiProblem, toProblem } from "@/lib/api/problem";
import type { Video } from "@/lib/api/types";
import { text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";
import { AudienceChoice } from "./audience-choice";
import { PublishChoices } from "./publish-choices";
import { toVtt } from "./to-vtt";
import { type Cut, TrimAndCover, editOf, wholeClip } from "./trim-and-cover";
import { type UploadItem, uploadQueue } from "./upload-queue";

interface PostFormProps {
  item: UploadItem;
  /** Length of the file, where the browser can tell. */
  durationMs: number | null;
  onLook: (seconds: number) => void;
}

/** Few enough left to be worth saying. */
const sayLeft = 100;

/** What a clip is and who may see it. It can be posted before the last byte: then it appears by itself. */
export function PostForm({ item, durationMs, onLook }: PostFormProps) {
  const { t, sentence } = useTranslator();
  const { limits } = useInstance();
  const toast = useToast();
  const [cut, setCut] = useState<Cut>(wholeClip);
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useRef(false);
  const caption = item.caption;
  const setCaption = (words: string) => uploadQueue.describe(item.id, words);
  const completion = useCompletion({ field, text: caption, onText: setCaption });
  const left = limits.captionLength - caption.length;

  async function sendCaptions(videoId: string, form: FormData) {
    const file = form.get("captions");
    if (!(file instanceof File) || file.size === 0) return;
    try {
      await api.put(
        `/videos/${videoId}/captions/${text(form, "captionsLocale")}`,
        toVtt(await file.text()),
        { headers: { "Content-Type": "text/vtt" } },
      );
    } catch (error) {
      const { code, params, detail } = toProblem(error);
      const reason = sentence({ code, params, text: detail });
      toast({ text: t("upload.captions.failed", { reason }) });
    }
  }

  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const at = text(form, "publishAt");
    const publishAt = at ? new Date(at) : null;
    if (publishAt && publishAt.getTime() <= Date.now()) {
      throw new ApiProblem(422, "validation_failed", "", {
        publishAt: [t("upload.schedule.past")],
      });
    }
    const { data } = await api.post<Video>(
      "/videos",
      {
        uploadId: item.uploadId,
        description: caption,
        audience: text(form, "audience"),
        allowComments: form.get("allowComments") === "on",
        labels: form.getAll("labels"),
        publishAt: publishAt?.toISOString(),
        draft: draft.current || undefined,
        ...editOf(cut, durationMs),
      },
      // The upload is posted once, however often the button was pressed or the answer lost.
      idempotent(`post-${item.uploadId}`),
    );
    await sendCaptions(data.id, form);
    uploadQueue.posted(item.id, data.id);
  });

  return (
    <form onSubmit={onSubmit} className="flex min-w-0 flex-col gap-4">
      <FieldFrame
        label={t("upload.caption")}
        hint={
          left <= sayLeft
            ? t("upload.caption.count", { left: Math.max(0, left) })
            : t("upload.caption.hint")
        }
        error={problem?.field("description")}
      >
        {(control) => (
          <div className="relative">
            {completion.list}
            <textarea
              {...control}
              {...completion.fieldProps}
              ref={field}
              name="description"
              rows={3}
              value={caption}
              maxLength={limits.captionLength || undefined}
              onChange={(event) => setCaption(event.currentTarget.value)}
              onKeyDown={(event) => void completion.onKeyDown(event)}
              className={controlClass}
            />
          </div>
        )}
      </FieldFrame>
      <AudienceChoice error={problem?.field("audience")} />
      <label className="flex min-h-11 items-center gap-3 text-15">
        <input type="checkbox" name="allowComments" defaultChecked className="size-5 accent-fg" />
        {t("upload.allowComments")}
      </label>
      <TrimAndCover url={item.preview} cut={cut} onCut={setCut} onLook={onLook} />
      <details className="border-t border-hair">
        <summary className="flex min-h-11 items-center text-15 font-semibold">
          {t("upload.more")}
        </summary>
        <div className="flex flex-col gap-4 pt-1">
          <PublishChoices problem={problem} />
        </div>
      </details>
      <FormProblem problem={problem} />
      <div className="flex flex-wrap gap-2">
        <Button
          kind="primary"
          type="submit"
          busy={busy}
          disabled={item.uploadId === null}
          onClick={() => {
            draft.current = false;
          }}
        >
          {t("upload.post")}
        </Button>
        <Button
          type="submit"
          disabled={busy || item.uploadId === null}
          onClick={() => {
            draft.current = true;
          }}
        >
          {t("upload.draft")}
        </Button>
      </div>
    </form>
  );
}
