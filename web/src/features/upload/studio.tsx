"use client";

import Link from "next/link";
import { EmptyState } from "@/components/empty-state/empty-state";
import { Button } from "@/components/button/button";
import { useAccountGate } from "@/lib/account/account-gate";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useAppSelector } from "@/lib/store/hooks";
import { FilePicker } from "./file-picker";
import { Unfinished } from "./unfinished";
import { UploadCard } from "./upload-card";
import { uploadQueue } from "./upload-queue";
import { useUploads } from "./use-uploads";

/** Choose clips, describe them while they are sent, post them before the last byte if one likes. */
export function Studio() {
  const { t } = useTranslator();
  const me = useAppSelector((state) => state.session.me);
  const { withAccount } = useAccountGate();
  const items = useUploads();

  if (!me) {
    return (
      <EmptyState
        className="min-h-dvh"
        alone
        title={t("upload.signedOut")}
        action={
          <Button kind="primary" onClick={() => withAccount("upload", () => undefined)}>
            {t("nav.logIn")}
          </Button>
        }
      />
    );
  }
  return (
    <div className="mx-auto flex w-full max-w-160 flex-col gap-6 px-4 py-6">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h1 className="font-display text-28 font-extrabold tracking-display">{t("nav.upload")}</h1>
        <Link href="/studio" className="inline-flex min-h-11 items-center text-link underline">
          {t("upload.yourClips")}
        </Link>
      </div>
      <FilePicker
        small={items.length > 0}
        onPick={(files) => files.forEach((f) => uploadQueue.add(f))}
      />
      <Unfinished items={items} />
      {items.map((item) => (
        <UploadCard key={item.id} item={item} />
      ))}
    </div>
  );
}
