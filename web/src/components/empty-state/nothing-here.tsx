import Link from "next/link";
import { buttonClass } from "@/components/button/button";
import { serverTranslator } from "@/lib/i18n/server";
import { getInstance } from "@/lib/instance/server";
import { EmptyState } from "./empty-state";

/** What stands at an address without a page, with the way on, where one is and whom to write to. */
export async function NothingHere({ title }: { title?: string }) {
  const [{ t }, { name, contact }] = await Promise.all([serverTranslator(), getInstance()]);
  return (
    <>
      <EmptyState
        className="flex-1"
        drawing="gap"
        alone
        title={title ?? t("notFound.title")}
        action={
          <Link href="/" className={buttonClass("primary")}>
            {t("nav.forYou")}
          </Link>
        }
      />
      <p className="p-4 text-center text-13 text-muted">
        {contact ? `${name} · ${t("notFound.contact", { contact })}` : name}
      </p>
    </>
  );
}
