"use client";

import type { ReactNode } from "react";
import Link from "next/link";
import { buttonClass } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { LoadProblem } from "@/components/load-state/load-problem";
import { Waiting } from "@/components/load-state/waiting";
import { useTranslator } from "@/lib/i18n/use-translator";
import type { FeedSnapshot } from "./feed-store";

interface FeedTailProps {
  snapshot: FeedSnapshot;
  emptyText: string;
  wayOn: ReactNode;
  onRetry: () => void;
}

/** What lies after the last clip: more coming, a trouble, or the end. Always with a way on. */
export function FeedTail({ snapshot, emptyText, wayOn, onRetry }: FeedTailProps) {
  const { t } = useTranslator();
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
    return <LoadProblem className="h-full" kind="primary" problem={problem} onRetry={onRetry} />;
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
  return snapshot.active === cards.length ? <Waiting className="h-full" /> : null;
}
