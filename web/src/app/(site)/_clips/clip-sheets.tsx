"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { ClipCard } from "@/features/feed/feed-cards";

const ShareSheet = dynamic(() => import("@/features/interactions/share-sheet"), { ssr: false });
const MoreSheet = dynamic(() => import("@/features/interactions/more-sheet"), { ssr: false });
const ReportSheet = dynamic(() => import("@/components/report/report-sheet"), { ssr: false });
const WhySheet = dynamic(() => import("@/features/interactions/why-sheet"), { ssr: false });

interface ClipSheetsProps {
  card: ClipCard;
  open: "share" | "more";
  onNotInterested: () => void;
  onClose: () => void;
}

/** The modal sheets of the clip being watched. */
export function ClipSheets({ card, open, onNotInterested, onClose }: ClipSheetsProps) {
  const [further, setFurther] = useState<"why" | "report" | null>(null);
  if (open === "share") return <ShareSheet video={card.video} onClose={onClose} />;
  if (further === "report") {
    const { id, author } = card.video;
    return (
      <ReportSheet what={{ kind: "video", id, name: `@${author.username}` }} onClose={onClose} />
    );
  }
  if (further === "why" && card.impressionId) {
    return <WhySheet impressionId={card.impressionId} onClose={onClose} />;
  }
  return (
    <MoreSheet
      video={card.video}
      hasReason={card.impressionId !== undefined}
      onWhy={() => setFurther("why")}
      onReport={() => setFurther("report")}
      onNotInterested={onNotInterested}
      onClose={onClose}
    />
  );
}
