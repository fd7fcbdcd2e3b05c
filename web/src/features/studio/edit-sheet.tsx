"use client";

import { useRef, useState } from "react";
import { Button } from "@/components/button/button";
import { AudienceChoice, audiences } from "@/components/clip-fields/audience-choice";
import { CaptionsFields, sendCaptions } from "@/components/clip-fields/captions-fields";
import { LabelChoice, labelsOf } from "@/components/clip-fields/label-choice";
import { ScheduleField, localMoment, momentOf } from "@/components/clip-fields/schedule-field";
import { type Cut, wholeClip } from "@/components/clip-fields/trim-and-cover";
import { Sheet } from "@/components/dialog/sheet";
import { Field, TextArea } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { drawFrame } from "@/components/frame-strip/read-frames";
import { gateway } from "@/lib/api/gateway";
import type { Video } from "@/lib/api/types";
import { choice, text, useSubmit } from "@/lib/forms/use-submit";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";
import { CaptionsList } from "./captions-list";
import { DeleteClip } from "./delete-clip";
import { EditFilm } from "./edit-film";
import { recut } from "./recut";

interface EditSheetProps {
  video: Video;
  onChanged: () => void;
  onClose: () => void;
}

const coverHeight = 1280;

/** A frame of what plays here: it shows at once, where another moment would be encoded anew. */
async function sendCover(id: string, film: HTMLVideoElement) {
  const frame = drawFrame(film, coverHeight);
  const image = await new Promise<Blob | null>((take) => frame.toBlob(take, "image/jpeg", 0.9));
  if (!image) return;
  await gateway.put("/videos/{id}/cover", {
    path: { id },
    body: image,
    headers: { "Content-Type": "image/jpeg" },
  });
}

/** Everything of a clip that may change after it was posted: words, audience, time, cut, cover, captions. */
export default function EditSheet({ video, onChanged, onClose }: EditSheetProps) {
  const { t } = useTranslator();
  const { limits } = useInstance();
  const film = useRef<HTMLVideoElement>(null);
  const before: Cut = {
    ...wholeClip,
    muted: video.edit?.muted ?? false,
    coverMs: video.coverMs ?? null,
  };
  const [cut, setCut] = useState(before);
  const [whole, setWhole] = useState(false);
  const waits = video.publishedAt === null;

  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    await gateway.patch("/videos/{id}", {
      path: { id: video.id },
      body: {
        title: text(form, "title"),
        description: text(form, "description"),
        audience: choice(form, "audience", audiences),
        allowComments: form.get("allowComments") === "on",
        labels: labelsOf(form),
        ...(waits ? { publishAt: momentOf(form, t("upload.schedule.past")) } : {}),
        ...recut(video, cut, whole),
      },
    });
    if (cut.coverMs !== before.coverMs && film.current) await sendCover(video.id, film.current);
    await sendCaptions(video.id, form);
    onChanged();
  });

  function look(seconds: number) {
    const element = film.current;
    if (element) element.currentTime = seconds;
  }

  return (
    <Sheet title={t("studio.edit.title")} onClose={onClose}>
      <form onSubmit={onSubmit} className="flex flex-col gap-4 pt-1">
        <Field
          label={t("studio.edit.name")}
          name="title"
          defaultValue={video.titleDerived ? "" : video.title}
          placeholder={video.titleDerived ? video.title : undefined}
          maxLength={150}
          error={problem?.field("title")}
        />
        <TextArea
          label={t("upload.caption")}
          name="description"
          defaultValue={video.description}
          maxLength={limits.captionLength || undefined}
          error={problem?.field("description")}
        />
        <AudienceChoice initial={video.audience} error={problem?.field("audience")} />
        {waits ? (
          <ScheduleField
            initial={localMoment(video.publishAt)}
            error={problem?.field("publishAt")}
          />
        ) : null}
        <label className="flex min-h-11 items-center gap-3 text-15">
          <input
            type="checkbox"
            name="allowComments"
            defaultChecked={video.allowComments}
            className="size-5 accent-fg"
          />
          {t("upload.allowComments")}
        </label>
        <EditFilm
          video={video}
          film={film}
          cut={cut}
          onCut={setCut}
          whole={whole}
          onWhole={setWhole}
          onLook={look}
        />
        <details className="border-t border-hair" open={video.labels.length > 0}>
          <summary className="flex min-h-11 items-center text-15 font-semibold">
            {t("studio.edit.labels")}
          </summary>
          <LabelChoice initial={video.labels} />
        </details>
        <details className="border-t border-hair" open={video.captions.length > 0}>
          <summary className="flex min-h-11 items-center text-15 font-semibold">
            {t("upload.captions")}
          </summary>
          <div className="flex flex-col gap-4 pt-1">
            <CaptionsList video={video} />
            <CaptionsFields />
          </div>
        </details>
        <FormProblem problem={problem} />
        <Button kind="primary" type="submit" busy={busy}>
          {t("action.save")}
        </Button>
      </form>
      <DeleteClip id={video.id} onDeleted={onChanged} />
    </Sheet>
  );
}
