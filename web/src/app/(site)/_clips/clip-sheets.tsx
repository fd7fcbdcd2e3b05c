"use client";

import { useState } from "react";
import { laterSheet } from "@/components/later/later-sheet";
import type { ClipCard } from "@/features/feed/feed-cards";

const ShareSheet = laterSheet(() => import("@/features/interactions/share-sheet"));
const MoreSheet = laterSheet(() => import("@/features/interactions/more-sheet"));
const ReportSheet = laterSheet(() => import("@/components/report/report-sheet"));
const RemoveSheet = laterSheet(() => import("@/components/report/remove-sheet"));
const EditSheet = laterSheet(() => import("@/features/studio/edit-sheet"));
const WhySheet = laterSheet(() => import("@/features/interactions/why-sheet"));

interface ClipSheetsProps {
  card: ClipCard;
  open: "share" | "more";
  onDismissed: (dismissed: boolean) => void;
  onAnswered: (dismissed: boolean) => void;
  onEdited: () => void;
  onDeleted: () => void;
  onClose: () => void;
}

/** The modal sheets of the clip being watched. */
export function ClipSheets(props: ClipSheetsProps) {
  const { card, open, onDismissed, onAnswered, onEdited, onDeleted, onClose } = props;
  const [further, setFurther] = useState<"why" | "report" | "remove" | "edit" | null>(null);
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
  if (further === "edit") {
    return (
      <EditSheet
        video={card.video}
        onChanged={() => {
          onClose();
          onEdited();
        }}
        onClose={onClose}
      />
    );
  }
  return (
    <MoreSheet
      video={card.video}
      hasReason={card.impressionId !== undefined}
      onWhy={() => setFurther("why")}
      onReport={() => setFurther("report")}
      onRemove={() => setFurther("remove")}
      onDismissed={onDismissed}
      onAnswered={onAnswered}
      onEdit={() => setFurther("edit")}
      onDeleted={() => {
        onClose();
        onDeleted();
      }}
      onClose={onClose}
    />
  );
}
