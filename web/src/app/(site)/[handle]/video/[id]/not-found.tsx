import { NothingHere } from "@/components/empty-state/nothing-here";
import { serverTranslator } from "@/lib/i18n/server";

/** A clip that was removed or never was, inside the shell: there are others. */
export default async function ClipNotFound() {
  const { t } = await serverTranslator();
  return (
    <div className="flex min-h-[calc(100dvh-3.5rem)] flex-col md:min-h-dvh">
      <NothingHere title={t("feed.gone")} />
    </div>
  );
}
