"use client";

import { cx } from "@/components/class-names";
import { Icon } from "@/components/icon/icon";
import { useTranslator } from "@/lib/i18n/use-translator";

interface TopicChipsProps {
  tags: string[];
  topics: Record<string, number>;
  onTopics: (topics: Record<string, number>) => void;
  /** For the first pick: only more of it, or no wish. */
  moreOnly?: boolean;
}

/** None, more, less, none again: each tap is the next one. */
function next(value: number, moreOnly: boolean): number {
  if (value > 0) return moreOnly ? 0 : -1;
  return value < 0 ? 0 : 1;
}

export function TopicChips({ tags, topics, onTopics, moreOnly = false }: TopicChipsProps) {
  const { t } = useTranslator();
  return (
    <ul className="flex flex-wrap gap-2">
      {tags.map((tag) => {
        const value = topics[tag] ?? 0;
        const wish = value > 0 ? "more" : value < 0 ? "less" : "none";
        return (
          <li key={tag}>
            <button
              type="button"
              aria-pressed={moreOnly ? value > 0 : undefined}
              aria-label={moreOnly ? tag : t(`settings.feed.topic.${wish}`, { topic: tag })}
              onClick={() => {
                const after = { ...topics, [tag]: next(value, moreOnly) };
                if (after[tag] === 0) delete after[tag];
                onTopics(after);
              }}
              className={cx(
                "inline-flex min-h-11 items-center gap-2 rounded-control border px-3 text-15",
                wish === "more" && "border-lamp bg-lamp text-on-lamp",
                wish === "less" && "border-line text-muted line-through",
                wish === "none" && "border-line",
              )}
            >
              {wish === "more" ? <Icon name="check" /> : null}
              {wish === "less" ? <Icon name="prohibit" /> : null}
              <span dir="auto">{tag}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
