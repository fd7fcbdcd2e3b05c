import Link from "next/link";
import { buttonClass } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import type { ApiProblem } from "@/lib/api/problem";
import type { UserSummary } from "@/lib/api/types";
import { serverTranslator } from "@/lib/i18n/server";

function authorOf(problem: ApiProblem): UserSummary | null {
  const { author } = problem.body;
  return typeof author === "object" && author !== null && "username" in author
    ? (author as UserSummary)
    : null;
}

/** Why this clip cannot be shown, and what one can do about it. */
export async function ClipProblem({ problem }: { problem: ApiProblem }) {
  const { t, sentence } = await serverTranslator();
  const author = authorOf(problem);
  if (problem.code === "followers_only" && author) {
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
