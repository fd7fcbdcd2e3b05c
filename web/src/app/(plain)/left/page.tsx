import Link from "next/link";
import { buttonClass } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { serverTranslator } from "@/lib/i18n/server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("settings.delete.done"), robots: { index: false } };
}

interface Props {
  searchParams: Promise<{ until?: string | string[] }>;
}

/** After an account was deleted: until when it can come back. */
export default async function LeftPage({ searchParams }: Props) {
  const [{ until }, { t, date }] = await Promise.all([searchParams, serverTranslator()]);
  const known = typeof until === "string" && !Number.isNaN(Date.parse(until));
  return (
    <EmptyState
      alone
      drawing="fall"
      title={known ? t("settings.delete.until", { date: date(until) }) : t("settings.delete.done")}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Link href="/" className={buttonClass("primary")}>
            {t("settings.delete.leave")}
          </Link>
          <Link href="/log-in" className={buttonClass("secondary")}>
            {t("nav.logIn")}
          </Link>
        </div>
      }
    />
  );
}
