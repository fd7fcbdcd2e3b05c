import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound, permanentRedirect } from "next/navigation";
import { cache } from "react";
import { load } from "@/lib/api/server";
import type { Video } from "@/lib/api/types";
import { usernameOf } from "@/lib/handle";
import { serverTranslator } from "@/lib/i18n/server";
import { getInstance } from "@/lib/instance/server";
import { jsonLd } from "@/lib/json-ld";
import { ClipFeed } from "../../../_clips/clip-feed";
import { WayOn } from "../../../_clips/way-on";
import { ClipProblem } from "./clip-problem";
import { leadSource, startOf } from "./start-of";
import { videoJsonLd, videoMetadata } from "./video-metadata";

interface Props {
  params: Promise<{ handle: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Malformed, unknown or removed: whoever asks, a search engine too, gets a 404. */
const absent = [400, 404, 410];

const readVideo = cache((id: string) => load<Video>(`/videos/${encodeURIComponent(id)}`));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ id }, instance] = await Promise.all([params, getInstance()]);
  const { data } = await readVideo(id);
  return data ? videoMetadata(data, instance) : {};
}

export default async function WatchPage({ params, searchParams }: Props) {
  const [{ handle, id }, query] = await Promise.all([params, searchParams]);
  const username = usernameOf(handle);
  if (!username) notFound();
  const { data: video, problem } = await readVideo(id);
  if (!video) {
    if (absent.includes(problem.status)) notFound();
    return <ClipProblem problem={problem} />;
  }
  if (video.removal) notFound();
  if (video.author.username !== username) permanentRedirect(video.url);

  const [instance, incoming, { t }] = await Promise.all([
    getInstance(),
    headers(),
    serverTranslator(),
  ]);
  const from = typeof query.from === "string" ? query.from : "";
  const comment = typeof query.comment === "string" ? query.comment : undefined;
  return (
    <>
      <script
        type="application/ld+json"
        nonce={incoming.get("x-nonce") ?? undefined}
        suppressHydrationWarning
      >
        {jsonLd(videoJsonLd(video, instance))}
      </script>
      <ClipFeed
        key={video.id}
        source={startOf(from, video)}
        start={{ answer: null, problem: null }}
        lead={{ video, source: leadSource(from, comment !== undefined), focusComment: comment }}
        followAddress
        emptyText={t("feed.end")}
        wayOn={<WayOn href="/" label={t("nav.forYou")} />}
      />
    </>
  );
}
