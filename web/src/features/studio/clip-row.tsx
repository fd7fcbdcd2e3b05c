"use client";

import Image from "next/image";
import Link from "next/link";
import { useState } from "react";
import { Button, buttonClass } from "@/components/button/button";
import { laterSheet } from "@/components/later/later-sheet";
import { ProgressBar } from "@/components/progress-bar/progress-bar";
import { useToast } from "@/components/toast/toast";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import type { Video } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useVideoNow } from "@/lib/store/hooks";

const EditSheet = laterSheet(() => import("./edit-sheet"));

interface ClipRowProps {
  video: Video;
  /** Told live since the clip was read. */
  progress?: number | null;
  selected: boolean;
  onSelect: (on: boolean) => void;
  onChanged: () => void;
}

const underWay = (video: Video) => video.state === "processing" || video.state === "uploading";

/** One of one's own clips: what became of it, how it does, and what one can do now. */
export function ClipRow({ video, progress, selected, onSelect, onChanged }: ClipRowProps) {
  const { t, sentence, count, date, moment } = useTranslator();
  const toast = useToast();
  const { act: attempt } = useAct();
  const [editing, setEditing] = useState(false);
  const { views, likes, comments } = useVideoNow(video);
  const poster = [...(video.playback?.poster.images ?? [])]
    .filter(({ type }) => type !== "image/avif")
    .sort((a, b) => a.width - b.width)[0];
  // The server calls a clip without any words by its day, in figures.
  const title =
    video.titleDerived && video.description === ""
      ? t("studio.untitled", { date: date(video.createdAt) })
      : video.title;
  const path = { id: video.id };

  async function act(run: () => Promise<unknown>, done?: string) {
    await attempt(async () => {
      await run();
      if (done) toast({ text: t(done) });
    });
    onChanged();
  }

  return (
    <div className="flex flex-wrap items-center gap-3 py-3">
      <label className="flex size-11 items-center justify-center">
        <input
          type="checkbox"
          checked={selected}
          aria-label={t("studio.select", { title })}
          onChange={(event) => onSelect(event.currentTarget.checked)}
          className="size-5 accent-fg"
        />
      </label>
      <Link
        href={video.url}
        prefetch={false}
        className="flex min-w-0 flex-1 basis-48 items-center gap-3"
      >
        {poster ? (
          <Image
            src={poster.url}
            alt=""
            width={44}
            height={80}
            unoptimized
            className="h-20 w-11 shrink-0 rounded-control bg-ink object-cover"
          />
        ) : (
          <span className="h-20 w-11 shrink-0 rounded-control bg-raised" />
        )}
        <span className="min-w-0">
          <span dir="auto" className="line-clamp-2 font-semibold">
            {title}
          </span>
          <span className="block text-13 text-muted">
            {t(video.state === "draft" ? "studio.isState.draft" : `studio.state.${video.state}`)}
            {video.publishAt ? ` · ${moment(video.publishAt)}` : ""}
            {" · "}
            {t(`upload.audience.${video.audience}`)}
          </span>
          {video.state === "ready" ? (
            <span className="block text-13 text-muted tabular-nums">
              {t("studio.counts", {
                views: count(views),
                likes: count(likes),
                comments: count(comments),
              })}
            </span>
          ) : null}
        </span>
      </Link>
      <span className="flex flex-wrap gap-2">
        {video.state === "failed" && video.failure?.retryable ? (
          <Button onClick={() => void act(() => gateway.post("/videos/{id}/retry", { path }))}>
            {t("action.retry")}
          </Button>
        ) : null}
        {video.state === "draft" || video.state === "scheduled" ? (
          <Button
            onClick={() =>
              void act(
                () =>
                  gateway.patch("/videos/{id}", { path, body: { draft: false, publishAt: null } }),
                "studio.published",
              )
            }
          >
            {t("studio.publish")}
          </Button>
        ) : null}
        {video.state === "ready" ? (
          <Link
            href={`/studio/${video.id}`}
            prefetch={false}
            aria-label={`${t("studio.statistics")}: ${title}`}
            className={buttonClass("secondary")}
          >
            {t("studio.statistics")}
          </Link>
        ) : null}
        {video.removal ? (
          <Button
            aria-label={`${t("action.delete")}: ${title}`}
            onClick={() => void act(() => gateway.delete("/videos/{id}", { path }))}
          >
            {t("action.delete")}
          </Button>
        ) : (
          <Button aria-label={`${t("studio.edit")}: ${title}`} onClick={() => setEditing(true)}>
            {t("studio.edit")}
          </Button>
        )}
      </span>
      {underWay(video) ? (
        <span className="basis-full">
          <ProgressBar
            percent={progress ?? video.processing?.progress ?? 0}
            label={t(`studio.state.${video.state}`)}
          />
        </span>
      ) : null}
      {video.removal ? <p className="basis-full text-15 text-liked">{video.removal.text}</p> : null}
      {video.failure ? (
        <p className="basis-full text-15 text-liked">{sentence(video.failure)}</p>
      ) : null}
      {editing ? (
        <EditSheet
          video={video}
          onClose={() => setEditing(false)}
          onChanged={() => {
            setEditing(false);
            onChanged();
          }}
        />
      ) : null}
    </div>
  );
}
