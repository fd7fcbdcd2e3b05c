"use client";

import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/button/button";
import { Icon } from "@/components/icon/icon";
import { useToast } from "@/components/toast/toast";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import type { Video } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { SheetItem, sheetItemClass } from "./sheet-item";

interface OwnItemsProps {
  video: Video;
  onEdit: () => void;
  onDeleted: () => void;
}

/** What only the clip's author may do to it. */
export function OwnItems({ video, onEdit, onDeleted }: OwnItemsProps) {
  const { t } = useTranslator();
  const [asking, setAsking] = useState(false);
  const toast = useToast();
  const { busy, act } = useAct();

  const remove = () =>
    act(async () => {
      await gateway.delete("/videos/{id}", { path: { id: video.id } });
      toast({ text: t("studio.deleted", { count: 1 }) });
      onDeleted();
    });

  return (
    <>
      <SheetItem icon="pencil-simple" label={t("studio.edit.title")} onPress={onEdit} />
      <Link href={`/studio/${video.id}`} prefetch={false} className={sheetItemClass}>
        <Icon name="chart-bar" />
        {t("studio.statistics")}
      </Link>
      {asking ? (
        <div className="flex flex-wrap items-center gap-2 py-2">
          <p className="flex-1 text-15">{t("studio.deleteAsk", { count: 1 })}</p>
          <Button kind="danger" busy={busy} onClick={() => void remove()}>
            {t("action.delete")}
          </Button>
          <Button onClick={() => setAsking(false)}>{t("action.cancel")}</Button>
        </div>
      ) : (
        <SheetItem icon="trash" label={t("action.delete")} onPress={() => setAsking(true)} />
      )}
    </>
  );
}
