"use client";

import { type ReactNode, useEffect, useEffectEvent, useRef } from "react";
import { Button } from "@/components/button/button";
import { LoadProblem } from "@/components/load-state/load-problem";
import { Waiting } from "@/components/load-state/waiting";
import { toProblem } from "@/lib/api/problem";
import { useTranslator } from "@/lib/i18n/use-translator";

interface ListEndProps {
  list: {
    items: unknown[];
    loaded: boolean;
    error: unknown;
    loading: boolean;
    more: boolean;
    loadMore: () => void;
    retry: () => void;
  };
  empty: ReactNode;
}

/** The foot of a growing list: loads on as it comes near, says what is wrong, or that it is empty. */
export function ListEnd({ list, empty }: ListEndProps) {
  const { t } = useTranslator();
  const mark = useRef<HTMLDivElement>(null);
  const loadMore = useEffectEvent(list.loadMore);
  const watching = list.more && !list.loading && !list.error;

  useEffect(() => {
    const element = mark.current;
    if (!element || !watching) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) loadMore();
      },
      { rootMargin: "600px" },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [watching]);

  if (list.error) {
    return <LoadProblem problem={toProblem(list.error)} busy={list.loading} onRetry={list.retry} />;
  }
  if (list.loaded && !list.more && list.items.length === 0) return empty;
  return (
    <div ref={mark} className="flex min-h-11 flex-col items-center justify-center gap-2 py-4">
      {list.loading ? (
        <Waiting className="min-h-11" />
      ) : list.more ? (
        <Button kind="quiet" onClick={list.loadMore}>
          {t("action.more")}
        </Button>
      ) : null}
    </div>
  );
}
