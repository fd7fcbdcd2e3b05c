"use client";

import { useEffect, useSyncExternalStore } from "react";
import { type UploadItem, uploadQueue } from "./upload-queue";

const none: readonly UploadItem[] = [];

export function useUploads(): readonly UploadItem[] {
  return useSyncExternalStore(uploadQueue.subscribe, uploadQueue.getItems, () => none);
}

/** Leaving the page asks first while bytes are on their way or a clip is not posted. */
export function useLeaveWarning(busy: boolean) {
  useEffect(() => {
    if (!busy) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [busy]);
}
