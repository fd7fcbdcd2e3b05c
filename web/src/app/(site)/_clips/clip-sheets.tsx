"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { ClipCard } from "@/features/feed/feed-cards";

const ShareSheet = dynamic(() => import("@/features/interactions/share-sheet"), { ssr: false });
const MoreSheet = dynamic(() => import("@/features/interactions/more-sheet"), { ssr: false });
const WhySheet = dynamic(() => import("@/features/interactions/why-sheet"), { ssr: false });

interface ClipSheetsProps {
  card: ClipCard;
  open: "share" | "more";
  onNotInterested: () => void;
  onClose: () => void;
}

/** The modal sheets of the clip being watched. */
export function ClipSheets({ card, open, onNotInterested, onClose }: ClipSheetsProps) {
  const [why, setWhy] = useState(false);
  if (open === "share") return <ShareSheet video={card.video} onClose={onClose} />;
  if (why && card.impressionId) {
    return <WhySheet impressionId={card.impressionId} onClose={onClose} />;
  }
  return (
    <MoreSheet
      video={card.video}
      hasReason={card.impressionId !== undefined}
      onWhy={() => setWhy(true)}
      onNotInterested={onNotInterested}
      onClose={onClose}
    />
  );
}
