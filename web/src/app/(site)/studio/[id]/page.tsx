import Link from "next/link";
import { notFound } from "next/navigation";
import { PageColumn } from "@/components/page-column/page-column";
import { Statistics } from "@/features/statistics/statistics";
import { load } from "@/lib/api/server";
import type { Video } from "@/lib/api/types";
import { serverTranslator } from "@/lib/i18n/server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("statistics.title") };
}

export default async function ClipStatisticsPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [{ data: video }, { t }] = await Promise.all([
    load<Video>(`/videos/${encodeURIComponent(id)}`),
    serverTranslator(),
  ]);
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
      <Statistics path={`/videos/${video.id}/statistics`} />
    </PageColumn>
  );
}
