"use client";

import { Button } from "@/components/button/button";
import { useAct } from "@/components/toast/use-act";
import type { Video } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { makeClip } from "./make-clip";
import { type UploadItem, uploadQueue } from "./upload-queue";

interface ServerCopyProps {
  item: UploadItem;
  made: Video | undefined;
}

/** For files this browser cannot show: drafts are processed at once, so the server's first rendition can be looked at. */
export function ServerCopy({ item, made }: ServerCopyProps) {
  const { t, sentence } = useTranslator();
  const { busy, act } = useAct();
  const ask = () =>
    act(async () => {
      const { uploadId, notes } = item;
      const { id } = await makeClip({ uploadId, description: notes.caption, draft: true });
      uploadQueue.drafted(item.id, id);
    });

  if (made?.failure || made?.state === "failed") {
    return (
      <p role="alert" className="text-15 text-liked">
        {made.failure ? sentence(made.failure) : t("upload.serverCopy.failed")}
      </p>
    );
  }
  if (item.draftId) {
    return (
      <p role="status" className="text-13 text-muted">
        {t("upload.serverCopy.soon")}
      </p>
    );
  }
  return (
    <div className="flex flex-col items-start gap-2">
      <p className="text-13 text-muted">{t("upload.noPreview.here")}</p>
      <Button busy={busy} disabled={item.uploadId === null} onClick={() => void ask()}>
        {t("upload.serverCopy")}
      </Button>
    </div>
  );
}
