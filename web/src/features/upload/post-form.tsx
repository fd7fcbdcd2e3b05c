"use client";

import { useRef } from "react";
import { Button } from "@/components/button/button";
import { AudienceChoice, audiences } from "@/components/clip-fields/audience-choice";
import { CaptionsFields, sendCaptions } from "@/components/clip-fields/captions-fields";
import { LabelChoice, labelsOf } from "@/components/clip-fields/label-choice";
import { ScheduleField, momentOf } from "@/components/clip-fields/schedule-field";
import { TrimAndCover, editOf } from "@/components/clip-fields/trim-and-cover";
import { useCompletion } from "@/components/completion/use-completion";
import { FieldFrame, controlClass } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { useToast } from "@/components/toast/toast";
import { gateway } from "@/lib/api/gateway";
import { toProblem } from "@/lib/api/problem";
import { choice, text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";
import { makeClip } from "./make-clip";
import { type UploadItem, uploadQueue } from "./upload-queue";

interface PostFormProps {
  item: UploadItem;
  /** What can be looked at of it here; null where nothing can be trimmed. */
  film: string | null;
  onLook: (seconds: number) => void;
}

/** Few enough left to be worth saying. */
const sayLeft = 100;

/** What a clip is and who may see it. It can be posted before the last byte: then it appears by itself. */
export function PostForm({ item, film, onLook }: PostFormProps) {
  const { t, sentence } = useTranslator();
  const { limits } = useInstance();
  const toast = useToast();
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useRef(false);
  const { notes } = item;
  const { caption, cut } = notes;
  const setCaption = (words: string) => uploadQueue.describe(item.id, { caption: words });
  const completion = useCompletion({ field, text: caption, onText: setCaption });
  // What cannot be sent cannot be posted either.
  const unsent = item.uploadId === null || item.phase === "failed";
  const left = limits.captionLength - caption.length;

  async function addCaptions(videoId: string, form: FormData) {
    try {
      await sendCaptions(videoId, form);
    } catch (error) {
      const { code, params, detail } = toProblem(error);
      const reason = sentence({ code, params, text: detail });
      toast({ text: t("upload.captions.failed", { reason }) });
    }
  }

  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const said = {
      description: caption,
      audience: choice(form, "audience", audiences),
      allowComments: form.get("allowComments") === "on",
      labels: labelsOf(form),
      publishAt: momentOf(form, t("upload.schedule.past")),
      draft: draft.current,
      ...editOf(cut),
    };
    const { id, known } = item.draftId
      ? { id: item.draftId, known: true }
      : await makeClip({ uploadId: item.uploadId, ...said });
    if (known) await gateway.patch("/videos/{id}", { path: { id }, body: said });
    await addCaptions(id, form);
    uploadQueue.posted(item.id, id);
  });

  /** Kept as one goes, so that a reload loses nothing but a chosen file of captions. */
  function keep(form: FormData) {
    uploadQueue.describe(item.id, {
      audience: choice(form, "audience", audiences) ?? notes.audience,
      allowComments: form.get("allowComments") === "on",
      labels: labelsOf(form),
      publishAt: text(form, "publishAt"),
    });
  }

  return (
    <form
      onSubmit={onSubmit}
      onChange={(event) => keep(new FormData(event.currentTarget))}
      className="flex min-w-0 flex-col gap-4"
    >
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
      <AudienceChoice initial={notes.audience} error={problem?.field("audience")} />
      <label className="flex min-h-11 items-center gap-3 text-15">
        <input
          type="checkbox"
          name="allowComments"
          defaultChecked={notes.allowComments}
          className="size-5 accent-fg"
        />
        {t("upload.allowComments")}
      </label>
      {film ? (
        <TrimAndCover
          url={film}
          cut={cut}
          onCut={(changed) => uploadQueue.describe(item.id, { cut: changed })}
          onLook={onLook}
        />
      ) : null}
      <details className="border-t border-hair">
        <summary className="flex min-h-11 items-center text-15 font-semibold">
          {t("upload.more")}
        </summary>
        <div className="flex flex-col gap-4 pt-1">
          <LabelChoice initial={notes.labels} />
          <ScheduleField initial={notes.publishAt} error={problem?.field("publishAt")} />
          <CaptionsFields />
        </div>
      </details>
      <FormProblem problem={problem} />
      <div className="flex flex-wrap gap-2">
        <Button
          kind="primary"
          type="submit"
          busy={busy}
          disabled={unsent}
          onClick={() => {
            draft.current = false;
          }}
        >
          {t("upload.post")}
        </Button>
        <Button
          type="submit"
          disabled={busy || unsent}
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
