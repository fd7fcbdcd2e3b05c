"use client";

import { useRef, useState } from "react";
import { Button } from "@/components/button/button";
import { Sheet } from "@/components/dialog/sheet";
import { Field, FieldFrame, TextArea, controlClass } from "@/components/field/field";
import { FormProblem } from "@/components/form-problem/form-problem";
import { drawFrame } from "@/components/frame-strip/read-frames";
import { api } from "@/lib/api/client";
import type { Audience, Video } from "@/lib/api/types";
import { text, useSubmit } from "@/lib/forms/use-submit";
import { clock } from "@/lib/format-clock";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";

interface EditSheetProps {
  video: Video;
  onChanged: () => void;
  onClose: () => void;
}

const audiences: Audience[] = ["public", "followers", "unlisted", "private"];
const coverHeight = 1280;

/** The clip's words, its audience, its cover: what may change after it was posted. */
export default function EditSheet({ video, onChanged, onClose }: EditSheetProps) {
  const { t } = useTranslator();
  const { limits } = useInstance();
  const film = useRef<HTMLVideoElement>(null);
  const [coverAt, setCoverAt] = useState<number | null>(null);
  const [asking, setAsking] = useState(false);
  // The largest that every browser shows; AV1 stands behind H.264.
  const source = video.playback?.sources.filter(({ codec }) => !codec.startsWith("av01")).at(-1);

  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    await api.patch(`/videos/${video.id}`, {
      title: text(form, "title"),
      description: text(form, "description"),
      audience: text(form, "audience"),
      allowComments: form.get("allowComments") === "on",
    });
    const element = film.current;
    if (coverAt !== null && element) {
      const frame = drawFrame(element, coverHeight);
      const image = await new Promise<Blob | null>((take) => frame.toBlob(take, "image/jpeg", 0.9));
      if (image) {
        await api.put(`/videos/${video.id}/cover`, image, {
          headers: { "Content-Type": "image/jpeg" },
        });
      }
    }
    onChanged();
  });
  const removing = useSubmit(async () => {
    await api.delete(`/videos/${video.id}`);
    onChanged();
  });

  return (
    <Sheet title={t("studio.edit.title")} onClose={onClose}>
      <form onSubmit={onSubmit} className="flex flex-col gap-4 pt-1">
        <Field
          label={t("studio.edit.name")}
          name="title"
          defaultValue={video.title}
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
        <FieldFrame label={t("upload.audience")} error={problem?.field("audience")}>
          {(control) => (
            <select
              {...control}
              name="audience"
              defaultValue={video.audience}
              className={controlClass}
            >
              {audiences.map((audience) => (
                <option key={audience} value={audience}>
                  {t(`upload.audience.${audience}`)}
                </option>
              ))}
            </select>
          )}
        </FieldFrame>
        <label className="flex min-h-11 items-center gap-3 text-15">
          <input
            type="checkbox"
            name="allowComments"
            defaultChecked={video.allowComments}
            className="size-5 accent-fg"
          />
          {t("upload.allowComments")}
        </label>
        {source ? (
          <div className="flex gap-3">
            <video
              ref={film}
              src={source.url}
              muted
              playsInline
              preload="metadata"
              disablePictureInPicture
              aria-hidden="true"
              className="h-32 w-18 rounded-control bg-ink object-contain"
            />
            <label className="flex flex-1 flex-col gap-1 text-13">
              <span className="font-semibold">{t("studio.coverFrame")}</span>
              <input
                type="range"
                min={0}
                max={video.durationMs / 1000}
                step={0.1}
                value={coverAt ?? 0}
                aria-valuetext={t("upload.cover.at", { time: clock(coverAt ?? 0) })}
                onChange={(event) => {
                  const at = Number(event.currentTarget.value);
                  setCoverAt(at);
                  if (film.current) film.current.currentTime = at;
                }}
                className="h-11 accent-fg"
              />
              <span className="text-muted">{t("upload.cover.hint")}</span>
            </label>
          </div>
        ) : null}
        <FormProblem problem={problem} />
        <Button kind="primary" type="submit" busy={busy}>
          {t("action.save")}
        </Button>
      </form>
      <form onSubmit={removing.onSubmit} className="mt-4 border-t border-hair pt-4">
        <FormProblem problem={removing.problem} />
        {asking ? (
          <div className="flex flex-wrap items-center gap-2">
            <p className="flex-1 text-15">{t("studio.deleteAsk", { count: 1 })}</p>
            <Button kind="danger" type="submit" busy={removing.busy}>
              {t("action.delete")}
            </Button>
            <Button onClick={() => setAsking(false)}>{t("action.cancel")}</Button>
          </div>
        ) : (
          <Button kind="danger" onClick={() => setAsking(true)}>
            {t("action.delete")}
          </Button>
        )}
      </form>
    </Sheet>
  );
}
