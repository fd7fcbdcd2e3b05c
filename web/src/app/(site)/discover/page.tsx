import Link from "next/link";
import { EmptyState } from "@/components/empty-state/empty-state";
import { PageProblem } from "@/components/load-state/page-problem";
import { PageColumn } from "@/components/page-column/page-column";
import { SuggestedPeople } from "@/components/people/suggested-people";
import { TileGrid } from "@/components/video-grid/video-grid";
import { buttonClass } from "@/components/button/button";
import { plain } from "@/lib/api/plain-problem";
import { load } from "@/lib/api/server";
import { url } from "@/lib/api/url";
import { serverTranslator } from "@/lib/i18n/server";
import { TagShelf } from "./tag-shelf";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("nav.discover") };
}

export default async function DiscoverPage() {
  const [{ data, problem }, people, { t }] = await Promise.all([
    load(url("/discover")),
    load(url("/users/suggested")),
    serverTranslator(),
  ]);
  return (
    <PageColumn title={t("nav.discover")} wide>
      <Link href="/search" className={buttonClass("secondary", "justify-start")}>
        {t("search.hint")}
      </Link>
      {people.data ? (
        <SuggestedPeople people={people.data.items} />
      ) : data ? (
        <PageProblem problem={plain(people.problem)} />
      ) : null}
      {data?.tags.map((shelf) => (
        <TagShelf key={shelf.tag} shelf={shelf} />
      ))}
      {data && data.latest.length > 0 ? (
        <section className="flex flex-col gap-2">
          <h2 className="text-20 font-semibold">
            <Link href="/latest" prefetch={false}>
              {t("discover.latest")}
            </Link>
          </h2>
          <TileGrid videos={data.latest} from="latest" showAuthor />
        </section>
      ) : problem ? (
        <PageProblem problem={plain(problem)} />
      ) : (
        <EmptyState
          drawing="gap"
          title={t("feed.empty")}
          action={
            <Link href="/upload" className={buttonClass("primary")}>
              {t("feed.upload")}
            </Link>
          }
        />
      )}
    </PageColumn>
  );
}
