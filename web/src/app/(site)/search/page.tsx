import { Suspense } from "react";
import { PageColumn } from "@/components/page-column/page-column";
import { Search } from "@/features/search/search";
import { serverTranslator } from "@/lib/i18n/server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("nav.search"), robots: { index: false } };
}

export default async function SearchPage() {
  const { t } = await serverTranslator();
  return (
    <PageColumn title={t("nav.search")} wide>
      <Suspense>
        <Search />
      </Suspense>
    </PageColumn>
  );
}
