"use client";

import { type DragEvent, useRef, useState } from "react";
import { Button } from "@/components/button/button";
import { cx } from "@/components/class-names";
import { Icon } from "@/components/icon/icon";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";

interface FilePickerProps {
  /** One line, once there are files. */
  small: boolean;
  onPick: (files: File[]) => void;
}

/** Drop, browse, or a phone's own picker with its camera. What a clip is, the server decides. */
export function FilePicker({ small, onPick }: FilePickerProps) {
  const { t, number } = useTranslator();
  const { limits } = useInstance();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState("");

  // As an administrator sets it: 2 GiB reads "2 GB".
  const size = (bytes: number) =>
    bytes >= 2 ** 30
      ? `${number(Math.round((bytes / 2 ** 30) * 10) / 10)} GB`
      : `${number(Math.floor(bytes / 2 ** 20))} MB`;

  function pick(list: FileList | null) {
    const files = [...(list ?? [])];
    const words = files.map((file) => [file, refusalOf(file)] as const);
    setRefused(words.flatMap(([, refusal]) => refusal ?? []).join(" "));
    const fitting = words.flatMap(([file, refusal]) => (refusal ? [] : file));
    if (fitting.length > 0) onPick(fitting);
  }

  /** What is plain to see here. The rest the server finds out, by looking inside. */
  function refusalOf({ name, size: bytes, type }: File): string | null {
    if (bytes === 0) return t("upload.empty", { name });
    if (limits.uploadBytes > 0 && bytes > limits.uploadBytes)
      return t("upload.tooLarge", { name, limit: size(limits.uploadBytes) });
    if (/^(text|image|audio|font)\/|pdf$|zip$/.test(type)) return t("upload.noClip", { name });
    return null;
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    pick(event.dataTransfer.files);
  }

  return (
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cx(
        "flex items-center gap-4 rounded-stage border border-dashed p-6",
        small ? "justify-between" : "min-h-80 flex-col justify-center text-center",
        over ? "border-lamp bg-raised" : "border-line",
      )}
    >
      {small ? null : <Icon name="upload-simple" size={44} />}
      <p className="text-17">{t(small ? "upload.another" : "upload.drop")}</p>
      <input
        ref={input}
        type="file"
        accept="video/*,.mkv,.mov"
        multiple
        className="sr-only"
        aria-label={t("upload.choose")}
        tabIndex={-1}
        onChange={(event) => {
          pick(event.currentTarget.files);
          event.currentTarget.value = "";
        }}
      />
      <Button kind={small ? "secondary" : "primary"} onClick={() => input.current?.click()}>
        {t("upload.choose")}
      </Button>
      {small || limits.durationMs === 0 ? null : (
        <p className="text-13 text-muted">
          {t("upload.limits", {
            minutes: number(limits.durationMs / 60_000),
            size: size(limits.uploadBytes),
          })}
        </p>
      )}
      {refused ? (
        <p role="alert" className="text-15 text-liked">
          {refused}
        </p>
      ) : null}
    </div>
  );
}
