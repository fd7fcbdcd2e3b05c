import type { Metadata } from "next";
import { EmptyState } from "@/components/empty-state/empty-state";
import { load } from "@/lib/api/server";
import type { Video } from "@/lib/api/types";
import { serverTranslator } from "@/lib/i18n/server";
import { getInstance } from "@/lib/instance/server";
import { EmbedPlayer } from "./embed-player";

export const metadata: Metadata = { robots: { index: false } };

/** One clip in somebody else's page: anonymous, with a link home. */
export default async function EmbedPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [{ data: video }, instance, { t }] = await Promise.all([
    load<Video>(`/videos/${encodeURIComponent(id)}`),
    getInstance(),
    serverTranslator(),
  ]);
  // Only what anybody may see: a frame must not show what its visitor alone is allowed to.
  if (video?.audience !== "public" && video?.audience !== "unlisted") {
    return <EmptyState alone className="h-dvh" drawing="gap" title={t("feed.gone")} />;
  }
  return <EmbedPlayer video={video} name={instance.name} />;
}
