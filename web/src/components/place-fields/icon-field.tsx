"use client";

import Image from "next/image";
import { useEffect, useRef } from "react";
import { Button } from "@/components/button/button";
import { Mark } from "@/components/wordmark/wordmark";
import { useTranslator } from "@/lib/i18n/use-translator";

interface IconFieldProps {
  /** The picture there is already. */
  url?: string | null;
  /** One that was chosen and is not sent yet. */
  file?: File | null;
  busy?: boolean;
  onFile: (file: File | null) => void;
}

/** The picture that stands for the place. */
export function IconField({ url, file, busy, onFile }: IconFieldProps) {
  const { t } = useTranslator();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div role="group" aria-label={t("admin.icon")} className="flex flex-col gap-2">
      <p className="text-13 font-semibold">{t("admin.icon")}</p>
      <div className="flex flex-wrap items-center gap-4">
        <span className="flex size-20 items-center justify-center overflow-hidden rounded-control border border-line bg-raised">
          {file ? (
            <LocalPicture file={file} />
          ) : url ? (
            <Image
              src={url}
              alt=""
              width={80}
              height={80}
              unoptimized
              className="size-full object-cover"
            />
          ) : (
            <Mark size={44} />
          )}
        </span>
        <input
          ref={picker}
          type="file"
          accept="image/png,image/jpeg,image/webp"
          className="sr-only"
          tabIndex={-1}
          aria-label={t("admin.icon.choose")}
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            if (chosen) onFile(chosen);
            event.currentTarget.value = "";
          }}
        />
        <Button busy={busy} onClick={() => picker.current?.click()}>
          {t("admin.icon.choose")}
        </Button>
        {file || url ? (
          <Button kind="quiet" disabled={busy} onClick={() => onFile(null)}>
            {t("admin.icon.remove")}
          </Button>
        ) : null}
      </div>
      <p className="text-13 text-muted">{t("admin.icon.hint")}</p>
    </div>
  );
}

/** A picture that is not sent yet; its address is given back with the element. */
function LocalPicture({ file }: { file: File }) {
  const picture = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(file);
    if (picture.current) picture.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [file]);
  // eslint-disable-next-line @next/next/no-img-element -- on this device only, in whatever size it has
  return <img ref={picture} alt="" className="size-full object-cover" />;
}
