import Link from "next/link";
import { EmptyState } from "@/components/empty-state/empty-state";
import { PageColumn } from "@/components/page-column/page-column";
import { SuggestedPeople } from "@/components/people/suggested-people";
import { VideoTile } from "@/components/video-grid/video-tile";
import { buttonClass } from "@/components/button/button";
import { load } from "@/lib/api/server";
import type { Discovery } from "@/lib/api/types";
import { serverTranslator } from "@/lib/i18n/server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("nav.discover") };
}

export default async function DiscoverPage() {
  const [{ data, problem }, { t, sentence }] = await Promise.all([
    load<Discovery>("/discover"),
    serverTranslator(),
  ]);
  return (
    <PageColumn title={t("nav.discover")} wide>
      <Link href="/search" className={buttonClass("secondary", "justify-start")}>
        {t("search.hint")}
      </Link>
      <SuggestedPeople />
      {data?.tags.map((shelf) => (
        <section key={shelf.tag} className="flex flex-col gap-2">
          <h2 className="text-20 font-semibold" dir="auto">
            <Link href={`/tag/${encodeURIComponent(shelf.tag)}`}>#{shelf.tag}</Link>
          </h2>
          <ul className="hide-scrollbar flex gap-1 overflow-x-auto">
            {shelf.items.map((video) => (
              <li key={video.id} className="w-32 shrink-0">
                <VideoTile video={video} from={`tag:${shelf.tag}`} showAuthor />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {data && data.latest.length > 0 ? (
        <section className="flex flex-col gap-2">
          <h2 className="text-20 font-semibold">
            <Link href="/latest" prefetch={false}>
              {t("discover.latest")}
            </Link>
          </h2>
          <ul className="grid grid-cols-3 gap-1 sm:grid-cols-4 lg:grid-cols-6">
            {data.latest.map((video) => (
              <li key={video.id}>
                <VideoTile video={video} from="latest" showAuthor />
              </li>
            ))}
          </ul>
        </section>
      ) : (
        <EmptyState
          drawing="gap"
          title={
            problem ? sentence({ code: problem.code, text: t("state.error") }) : t("feed.empty")
          }
        />
      )}
    </PageColumn>
  );
}
