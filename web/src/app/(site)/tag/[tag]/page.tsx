import { EmptyState } from "@/components/empty-state/empty-state";
import { PageColumn } from "@/components/page-column/page-column";
import { FollowTag } from "@/components/tag-row/follow-tag";
import { VideoGrid } from "@/components/video-grid/video-grid";
import { load } from "@/lib/api/server";
import type { Page, Tag, Video } from "@/lib/api/types";
import { serverTranslator } from "@/lib/i18n/server";

interface Props {
  params: Promise<{ tag: string }>;
}

export async function generateMetadata({ params }: Props) {
  const tag = decodeURIComponent((await params).tag);
  return { title: `#${tag}`, alternates: { canonical: `/tag/${encodeURIComponent(tag)}` } };
}

export default async function TagPage({ params }: Props) {
  const tag = decodeURIComponent((await params).tag);
  const path = `/tags/${encodeURIComponent(tag)}`;
  const videosPath = `${path}/videos?limit=24`;
  const [about, videos, { t }] = await Promise.all([
    load<Tag>(path),
    load<Page<Video>>(videosPath),
    serverTranslator(),
  ]);
  return (
    // Isolated: the sign belongs before the word in every direction of writing.
    <PageColumn title={`\u2068#${tag}\u2069`} wide>
      {about.data ? (
        <div className="flex flex-wrap items-center gap-4">
          <p className="text-15 text-muted">{t("tag.clips", { count: about.data.videos })}</p>
          <FollowTag tag={about.data} />
        </div>
      ) : null}
      <VideoGrid
        path={videosPath}
        first={videos.data}
        from={`tag:${tag}`}
        showAuthor
        empty={<EmptyState drawing="gap" title={t("tag.empty")} />}
      />
    </PageColumn>
  );
}
