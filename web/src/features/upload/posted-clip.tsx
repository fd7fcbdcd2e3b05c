"use client";

import Link from "next/link";
import { useState } from "react";
import { Button, buttonClass } from "@/components/button/button";
import { CopyLine } from "@/components/copy-line/copy-line";
import { LoadProblem } from "@/components/load-state/load-problem";
import { ProgressBar } from "@/components/progress-bar/progress-bar";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import { toProblem } from "@/lib/api/problem";
import type { Video } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { useRead } from "@/lib/api/use-read";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useLive, useLiveResumed } from "@/lib/live/live";

// The live connection tells sooner; this is for when it does not.
const pollMs = 4_000;

const underWay = (video: Video | undefined) =>
  !video || video.state === "uploading" || video.state === "processing";

/** What becomes of a posted clip, as it happens: processing, ready, or why not. */
export function PostedClip({ videoId }: { videoId: string }) {
  const { t, sentence, moment } = useTranslator();
  const [live, setLive] = useState<number | null>(null);
  const { busy, act } = useAct();
  const {
    data: video,
    error,
    isValidating,
    mutate,
  } = useRead(url("/videos/{id}", { path: { id: videoId } }), {
    refreshInterval: (latest) => (underWay(latest) ? pollMs : 0),
  });
  useLive("video:state", (event) => {
    if (event.videoId !== videoId) return;
    setLive(event.progress ?? null);
    if (event.state !== video?.state) void mutate();
  });
  useLiveResumed(() => void mutate());

  const retry = () =>
    act(async () => {
      await gateway.post("/videos/{id}/retry", { path: { id: videoId } });
      await mutate();
    });

  if (error && !video) {
    return (
      <LoadProblem
        className="py-0"
        problem={toProblem(error)}
        busy={isValidating}
        onRetry={() => void mutate()}
      />
    );
  }
  if (video?.state === "failed") {
    return (
      <div role="alert" className="flex flex-col items-start gap-2">
        <p className="text-15 text-liked">
          {sentence(video.failure ?? { code: "unexpected", text: "" })}
        </p>
        {video.failure?.retryable ? (
          <Button busy={busy} onClick={retry}>
            {t("action.retry")}
          </Button>
        ) : null}
      </div>
    );
  }
  if (!video || underWay(video)) {
    const percent = live ?? video?.processing?.progress ?? 0;
    return (
      <div className="flex flex-col gap-1">
        <ProgressBar percent={percent} label={t("upload.processing")} />
        <p role="status" className="text-13 text-muted">
          {t(video?.state === "uploading" ? "upload.stillSending" : "upload.processing")}
        </p>
      </div>
    );
  }
  if (video.state === "draft" || video.state === "scheduled") {
    return (
      <div className="flex flex-col items-start gap-4">
        <p role="status" className="text-15 text-success">
          {video.state === "draft"
            ? t("upload.draftKept")
            : t("upload.scheduled", { date: video.publishAt ? moment(video.publishAt) : "" })}
        </p>
        <Link href="/studio" className={buttonClass("secondary")}>
          {t("upload.yourClips")}
        </Link>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <p role="status" className="text-15 text-success">
        {t("upload.ready")}
      </p>
      <CopyLine label={t("share.copyLink")} value={video.shareUrl} />
      <Link href={video.url} className={buttonClass("primary", "self-start")}>
        {t("upload.watch")}
      </Link>
    </div>
  );
}
