import Link from "next/link";
import { notFound } from "next/navigation";
import { PageProblem } from "@/components/load-state/page-problem";
import { PageColumn } from "@/components/page-column/page-column";
import { Statistics } from "@/features/statistics/statistics";
import { plain } from "@/lib/api/plain-problem";
import { load } from "@/lib/api/server";
import { url } from "@/lib/api/url";
import { serverTranslator } from "@/lib/i18n/server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("statistics.title") };
}

export default async function ClipStatisticsPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [{ data: video, problem }, { t }] = await Promise.all([
    load(url("/videos/{id}", { path: { id } })),
    serverTranslator(),
  ]);
  if (problem?.transient) return <PageProblem className="min-h-dvh" problem={plain(problem)} />;
  if (!video?.viewer.own) notFound();
  return (
    <PageColumn title={t("statistics.title")}>
      <p className="flex flex-wrap gap-x-4 text-15">
        <Link href={video.url} dir="auto" className="text-link underline">
          {video.title}
        </Link>
        <Link href="/studio" className="text-link underline">
          {t("studio.title")}
        </Link>
      </p>
      <Statistics
        videoId={video.id}
        link={video.state === "ready" && video.audience !== "private" ? video.shareUrl : null}
      />
    </PageColumn>
  );
}
