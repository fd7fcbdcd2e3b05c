import { Suspense } from "react";
import { SessionPage } from "@/features/session/session-page";
import { serverTranslator } from "@/lib/i18n/server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("auth.signUp"), robots: { index: false } };
}

/** An invite link: sign-up with the code already in hand. */
export default async function JoinPage({ params }: { params: Promise<{ code: string }> }) {
  const { code } = await params;
  return (
    <Suspense>
      <SessionPage kind="signUp" invite={decodeURIComponent(code)} />
    </Suspense>
  );
}
