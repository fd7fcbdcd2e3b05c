"use client";

import { useState } from "react";
import { Button } from "@/components/button/button";
import { Sheet } from "@/components/dialog/sheet";
import { Icon } from "@/components/icon/icon";
import { later } from "@/components/later/later";
import { useToast } from "@/components/toast/toast";
import { gateway } from "@/lib/api/gateway";
import type { Video } from "@/lib/api/types";
import { copyText } from "@/lib/clipboard";
import { useTranslator } from "@/lib/i18n/use-translator";

const QrCode = later(() => import("@/components/qr-code/qr-code"));

/** Says that a link went out. Sharing works without the answer, so a failure stays silent. */
function tell(videoId: string, channel: "copy" | "native" | "embed" | "qr"): void {
  gateway
    .post("/videos/{id}/share", { path: { id: videoId }, body: { channel } })
    .catch(() => undefined);
}

export default function ShareSheet({ video, onClose }: { video: Video; onClose: () => void }) {
  const { t } = useTranslator();
  const toast = useToast();
  const [uncopied, setUncopied] = useState<string | null>(null);
  const [qr, setQr] = useState(false);
  const url = new URL(video.shareUrl, location.origin).href;
  const embedUrl = new URL(`/embed/${video.id}`, url).href;
  const embed = `<iframe src="${embedUrl}" width="360" height="640" style="border:0" allow="autoplay; fullscreen" loading="lazy"></iframe>`;
  const canShare = typeof navigator.share === "function" && window.isSecureContext;

  async function copy(text: string, channel: "copy" | "embed") {
    if (!(await copyText(text))) {
      setUncopied(text);
      return;
    }
    tell(video.id, channel);
    toast({ text: t("share.copied") });
    onClose();
  }

  async function share() {
    try {
      await navigator.share({ title: video.title, url });
      tell(video.id, "native");
      onClose();
    } catch {
      // The viewer closed the system's own sheet: ours stays.
    }
  }

  return (
    <Sheet title={t("share.title")} onClose={onClose}>
      <div className="flex flex-col gap-2 pt-2">
        <Button kind="primary" icon={<Icon name="link" />} onClick={() => void copy(url, "copy")}>
          {t("share.copyLink")}
        </Button>
        {canShare ? (
          <Button icon={<Icon name="paper-plane-tilt" />} onClick={() => void share()}>
            {t("share.native")}
          </Button>
        ) : null}
        <Button
          icon={<Icon name="qr-code" />}
          aria-expanded={qr}
          onClick={() => {
            if (!qr) tell(video.id, "qr");
            setQr(!qr);
          }}
        >
          {t("share.qr")}
        </Button>
        {qr ? (
          <QrCode url={url} label={t("share.qr.alt", { url })} hint={t("share.qr.hint")} />
        ) : null}
        {video.audience === "public" ? (
          <Button icon={<Icon name="copy" />} onClick={() => void copy(embed, "embed")}>
            {t("share.copyEmbed")}
          </Button>
        ) : null}
        {uncopied ? (
          <label className="flex flex-col gap-1 text-13">
            {t("share.copyYourself")}
            <input
              readOnly
              value={uncopied}
              onFocus={(event) => event.currentTarget.select()}
              className="min-h-11 rounded-control border border-line bg-raised px-3 text-17"
            />
          </label>
        ) : null}
      </div>
    </Sheet>
  );
}
