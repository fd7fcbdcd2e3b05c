"use client";

import { useSyncExternalStore } from "react";
import { type UploadItem, uploadQueue } from "./upload-queue";

const none: readonly UploadItem[] = [];

export function useUploads(): readonly UploadItem[] {
  return useSyncExternalStore(uploadQueue.subscribe, uploadQueue.getItems, () => none);
}
