import { PageColumn } from "@/components/page-column/page-column";
import { Settings } from "@/features/settings/settings";
import { serverTranslator } from "@/lib/i18n/server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("settings.title") };
}

export default async function SettingsPage() {
  const { t } = await serverTranslator();
  return (
    <PageColumn wide title={t("settings.title")}>
      <Settings />
    </PageColumn>
  );
}
