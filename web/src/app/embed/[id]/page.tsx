import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { load } from "@/lib/api/server";
import { url } from "@/lib/api/url";
import { getInstance } from "@/lib/instance/server";
import { EmbedPlayer } from "./embed-player";

export const metadata: Metadata = { robots: { index: false } };

/** One clip in somebody else's page: anonymous, with a link home. */
export default async function EmbedPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [{ data: video }, instance] = await Promise.all([
    load(url("/videos/{id}", { path: { id } })),
    getInstance(),
  ]);
  // Only what anybody may see: a frame must not show what its visitor alone is allowed to.
  if (video?.audience !== "public" && video?.audience !== "unlisted") notFound();
  const { name, icon } = instance;
  return <EmbedPlayer video={video} place={{ name, icon }} />;
}
