import { Suspense } from "react";
import { SessionPage } from "@/features/session/session-page";
import { serverTranslator } from "@/lib/i18n/server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("auth.signUp") };
}

export default function SignUpPage() {
  return (
    <Suspense>
      <SessionPage kind="signUp" />
    </Suspense>
  );
}
