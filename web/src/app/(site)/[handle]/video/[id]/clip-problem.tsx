import Link from "next/link";
import { buttonClass } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { PageProblem } from "@/components/load-state/page-problem";
import { plain } from "@/lib/api/plain-problem";
import type { ApiProblem } from "@/lib/api/problem";
import { serverTranslator } from "@/lib/i18n/server";

/** Why this clip cannot be shown, and what one can do about it. */
export async function ClipProblem({ problem }: { problem: ApiProblem }) {
  const { t, sentence } = await serverTranslator();
  const { author } = problem;
  if (author) {
    return (
      <EmptyState
        className="min-h-dvh"
        drawing="gap"
        title={t("watch.followersOnly", { name: author.displayName || author.username })}
        action={
          <Link href={`/@${author.username}`} className={buttonClass("primary")}>
            {t("watch.seeProfile")}
          </Link>
        }
      />
    );
  }
  if (problem.transient) return <PageProblem className="min-h-dvh" problem={plain(problem)} />;
  return (
    <EmptyState
      className="min-h-dvh"
      drawing="gap"
      title={sentence({ code: problem.code, text: t("state.error") })}
      action={
        <Link href="/" className={buttonClass("primary")}>
          {t("nav.forYou")}
        </Link>
      }
    />
  );
}
