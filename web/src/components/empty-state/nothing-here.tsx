import Link from "next/link";
import { buttonClass } from "@/components/button/button";
import { serverTranslator } from "@/lib/i18n/server";
import { getInstance } from "@/lib/instance/server";
import { EmptyState } from "./empty-state";

/** What stands at an address without a page, with the way on and whom to write to. */
export async function NothingHere() {
  const [{ t }, { contact }] = await Promise.all([serverTranslator(), getInstance()]);
  return (
    <>
      <EmptyState
        className="flex-1"
        drawing="gap"
        alone
        title={t("notFound.title")}
        action={
          <Link href="/" className={buttonClass("primary")}>
            {t("nav.forYou")}
          </Link>
        }
      />
      {contact ? (
        <p className="p-4 text-center text-13 text-muted">{t("notFound.contact", { contact })}</p>
      ) : null}
    </>
  );
}
