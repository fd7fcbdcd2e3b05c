"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { ClipCard } from "@/features/feed/feed-cards";

const ShareSheet = dynamic(() => import("@/features/interactions/share-sheet"), { ssr: false });
const MoreSheet = dynamic(() => import("@/features/interactions/more-sheet"), { ssr: false });
const ReportSheet = dynamic(() => import("@/components/report/report-sheet"), { ssr: false });
const RemoveSheet = dynamic(() => import("@/components/report/remove-sheet"), { ssr: false });
const WhySheet = dynamic(() => import("@/features/interactions/why-sheet"), { ssr: false });

interface ClipSheetsProps {
  card: ClipCard;
  open: "share" | "more";
  onNotInterested: () => void;
  onClose: () => void;
}

/** The modal sheets of the clip being watched. */
export function ClipSheets({ card, open, onNotInterested, onClose }: ClipSheetsProps) {
  const [further, setFurther] = useState<"why" | "report" | "remove" | null>(null);
  if (open === "share") return <ShareSheet video={card.video} onClose={onClose} />;
  if (further === "report" || further === "remove") {
    const { id, author } = card.video;
    const FurtherSheet = further === "report" ? ReportSheet : RemoveSheet;
    return (
      <FurtherSheet what={{ kind: "video", id, name: `@${author.username}` }} onClose={onClose} />
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
      onRemove={() => setFurther("remove")}
      onNotInterested={onNotInterested}
      onClose={onClose}
    />
  );
}
