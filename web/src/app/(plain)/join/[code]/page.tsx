import Link from "next/link";
import { Suspense } from "react";
import { buttonClass } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { SessionPage } from "@/features/session/session-page";
import { load } from "@/lib/api/server";
import { url } from "@/lib/api/url";
import { serverTranslator } from "@/lib/i18n/server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("auth.signUp"), robots: { index: false } };
}

/** An invite link: sign-up with the code already in hand, or word at once that it is over. */
export default async function JoinPage({ params }: { params: Promise<{ code: string }> }) {
  const code = decodeURIComponent((await params).code);
  const [{ data }, { t }] = await Promise.all([
    load(url("/auth/invite", { query: { code } })),
    serverTranslator(),
  ]);
  if (data?.usable === false) {
    return (
      <EmptyState
        alone
        drawing="gap"
        title={t("auth.invite.over")}
        action={
          <Link href="/sign-up" className={buttonClass("primary")}>
            {t("auth.invite.other")}
          </Link>
        }
      />
    );
  }
  return (
    <Suspense>
      <SessionPage kind="signUp" invite={code} />
    </Suspense>
  );
}
