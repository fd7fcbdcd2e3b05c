"use client";

import Link from "next/link";
import { Icon } from "@/components/icon/icon";
import type { Tag } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";

export function TagRow({ tag }: { tag: Tag }) {
  const { t } = useTranslator();
  return (
    <Link
      href={`/tag/${encodeURIComponent(tag.tag)}`}
      className="flex min-h-14 items-center gap-3 border-b border-hair"
    >
      <Icon name="hash" size={24} />
      <span className="min-w-0 flex-1 truncate font-semibold" dir="auto">
        {tag.tag}
      </span>
      <span className="text-13 text-muted">{t("tag.clips", { count: tag.videos })}</span>
    </Link>
  );
}
