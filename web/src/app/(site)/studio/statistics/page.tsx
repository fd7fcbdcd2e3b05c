import { NeedsAccount } from "@/components/needs-account/needs-account";
import { PageColumn } from "@/components/page-column/page-column";
import { Statistics } from "@/features/statistics/statistics";
import { serverTranslator } from "@/lib/i18n/server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("statistics.title") };
}

export default async function AllStatisticsPage() {
  const { t } = await serverTranslator();
  return (
    <PageColumn title={t("statistics.all")}>
      <NeedsAccount why={t("studio.signedOut")}>
        <Statistics />
      </NeedsAccount>
    </PageColumn>
  );
}
