"use client";

import { type ReactNode, useEffect, useState } from "react";
import Link from "next/link";
import { Button, buttonClass } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { SlitLoader } from "@/components/slit-loader/slit-loader";
import { useTranslator } from "@/lib/i18n/use-translator";
import type { FeedSnapshot } from "./feed-store";

interface FeedTailProps {
  snapshot: FeedSnapshot;
  emptyText: string;
  wayOn: ReactNode;
  onRetry: () => void;
}

const slowMs = 4_000;

/** What lies after the last clip: more coming, a trouble, or the end. Always with a way on. */
export function FeedTail({ snapshot, emptyText, wayOn, onRetry }: FeedTailProps) {
  const { t, sentence } = useTranslator();
  const { problem, end, cards } = snapshot;

  if (problem && !snapshot.loading) {
    if (problem.code === "unauthenticated") {
      return (
        <EmptyState
          className="h-full"
          drawing="drum"
          title={t("feed.members")}
          action={
            <Link href="/log-in" className={buttonClass("primary")}>
              {t("nav.logIn")}
            </Link>
          }
        />
      );
    }
    const offline = problem.code === "offline";
    return (
      <EmptyState
        className="h-full"
        drawing="gap"
        title={
          offline
            ? t("state.offline")
            : sentence({ code: problem.code, text: problem.detail || t("state.error") })
        }
        action={
          <Button kind="primary" onClick={onRetry}>
            {t("action.retry")}
          </Button>
        }
      />
    );
  }
  if (end === "empty" || (end && cards.length === 0)) {
    return <EmptyState className="h-full" drawing="drum" title={emptyText} action={wayOn} />;
  }
  if (end) {
    return (
      <EmptyState
        className="h-full"
        drawing="fall"
        title={t(end === "caught_up" ? "feed.caughtUp" : "feed.end")}
        action={wayOn}
      />
    );
  }
  // Nobody waits for what is not on screen.
  return snapshot.active === cards.length ? <Loading /> : null;
}

function Loading() {
  const { t } = useTranslator();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), slowMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="flex h-full flex-col items-center justify-center gap-4 text-muted">
      <SlitLoader />
      <p role="status" className="text-15">
        {t(slow ? "state.slow" : "state.loading")}
      </p>
    </div>
  );
}
