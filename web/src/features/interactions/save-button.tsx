"use client";

import { useAccountGate } from "@/lib/account/account-gate";
import type { Video } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useVideoNow } from "@/lib/store/hooks";
import { useToggles } from "@/lib/toggles/toggles-context";
import { ActionButton } from "./action-button";

export function SaveButton({ video }: { video: Video }) {
  const { t, count } = useTranslator();
  const { saved, saves } = useVideoNow(video);
  const { withAccount } = useAccountGate();
  const toggles = useToggles();
  return (
    <ActionButton
      icon="bookmark-simple"
      tone="lamp"
      on={saved}
      pressed={saved}
      label={t("clip.save", { count: saves })}
      count={count(saves)}
      onPress={() => withAccount("save", () => toggles.save(video, !saved))}
    />
  );
}
