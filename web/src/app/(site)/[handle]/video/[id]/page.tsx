import { notFound, permanentRedirect } from "next/navigation";
import { cache } from "react";
import { load } from "@/lib/api/server";
import { url } from "@/lib/api/url";
import { usernameOf } from "@/lib/handle";
import { serverTranslator } from "@/lib/i18n/server";
import { getInstance } from "@/lib/instance/server";
import { ClipFeed } from "../../../_clips/clip-feed";
import { WayOn } from "../../../_clips/way-on";
import { ClipProblem } from "./clip-problem";
import { leadSource, startOf } from "./start-of";
import { videoMetadata } from "./video-metadata";
import { VideoScript } from "./video-script";

interface Props {
  params: Promise<{ handle: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Malformed, unknown or removed: whoever asks, a search engine too, gets a 404. */
const absent = [400, 404, 410];

const readVideo = cache((id: string) => load(url("/videos/{id}", { path: { id } })));

export async function generateMetadata({ params }: Props) {
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

  const { t } = await serverTranslator();
  const from = typeof query.from === "string" ? query.from : "";
  const comment = typeof query.comment === "string" ? query.comment : undefined;
  return (
    <>
      <VideoScript video={video} />
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
