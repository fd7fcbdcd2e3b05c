import Link from "next/link";
import { buttonClass } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { PageColumn } from "@/components/page-column/page-column";
import { FollowTag } from "@/components/tag-row/follow-tag";
import { VideoGrid } from "@/components/video-grid/video-grid";
import { load } from "@/lib/api/server";
import { url } from "@/lib/api/url";
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
  const clips = url("/tags/{tag}/videos", { path: { tag }, query: { limit: 24 } });
  const [about, videos, { t }] = await Promise.all([
    load(url("/tags/{tag}", { path: { tag } })),
    load(clips),
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
        path={clips}
        first={videos.data}
        from={`tag:${tag}`}
        showAuthor
        empty={
          <EmptyState
            drawing="gap"
            title={t("tag.empty")}
            action={
              <Link href="/discover" className={buttonClass("primary")}>
                {t("nav.discover")}
              </Link>
            }
          />
        }
      />
    </PageColumn>
  );
}
