import { Suspense } from "react";
import { SessionPage } from "@/features/session/session-page";
import { serverTranslator } from "@/lib/i18n/server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("nav.logIn") };
}

export default function LogInPage() {
  return (
    <Suspense>
      <SessionPage kind="logIn" />
    </Suspense>
  );
}
