import Link from "next/link";
import { buttonClass } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { serverTranslator } from "@/lib/i18n/server";

/** A clip that was removed or never was, inside the shell: there are others. */
export default async function ClipNotFound() {
  const { t } = await serverTranslator();
  return (
    <EmptyState
      className="min-h-dvh"
      drawing="gap"
      alone
      title={t("feed.gone")}
      action={
        <Link href="/" className={buttonClass("primary")}>
          {t("nav.forYou")}
        </Link>
      }
    />
  );
}
