import Link from "next/link";
import { buttonClass } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { Wordmark } from "@/components/wordmark/wordmark";
import { serverTranslator } from "@/lib/i18n/server";
import { getInstance } from "@/lib/instance/server";

export default async function NotFound() {
  const [{ t }, instance] = await Promise.all([serverTranslator(), getInstance()]);
  return (
    <main className="flex min-h-dvh flex-col">
      <div className="p-4">
        <Wordmark name={instance.name} />
      </div>
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
      {instance.contact ? (
        <p className="p-4 text-center text-13 text-muted">
          {t("notFound.contact", { contact: instance.contact })}
        </p>
      ) : null}
    </main>
  );
}
