"use client";

import type { Video } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { ActionButton } from "./action-button";
import { useLike } from "./use-like";

export function LikeButton({ video }: { video: Video }) {
  const { t, count } = useTranslator();
  const { liked, likes, toggle } = useLike(video);
  return (
    <ActionButton
      icon="heart"
      tone="liked"
      on={liked}
      pressed={liked}
      label={t("clip.like", { count: likes })}
      count={count(likes)}
      onPress={toggle}
    />
  );
}
