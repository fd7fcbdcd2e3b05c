import { EmptyState } from "@/components/empty-state/empty-state";
import { serverTranslator } from "@/lib/i18n/server";

export default async function ForYouPage() {
  const { t } = await serverTranslator();
  return <EmptyState title={t("nav.forYou")} />;
}
