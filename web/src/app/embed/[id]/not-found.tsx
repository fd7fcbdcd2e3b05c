import { EmptyState } from "@/components/empty-state/empty-state";
import { serverTranslator } from "@/lib/i18n/server";

/** In a frame there is no way on: only what is missing is said. */
export default async function EmbedNotFound() {
  const { t } = await serverTranslator();
  return <EmptyState alone className="h-dvh" drawing="gap" title={t("feed.gone")} />;
}
