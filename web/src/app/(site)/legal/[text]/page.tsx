import Link from "next/link";
import { notFound } from "next/navigation";
import { PageColumn } from "@/components/page-column/page-column";
import { serverTranslator } from "@/lib/i18n/server";
import { getInstance } from "@/lib/instance/server";

const texts = ["terms", "privacy", "imprint"] as const;

interface Props {
  params: Promise<{ text: string }>;
}

async function nameOf(params: Props["params"]) {
  const { text } = await params;
  return texts.find((name) => name === text);
}

export async function generateMetadata({ params }: Props) {
  const name = await nameOf(params);
  return { title: name ? (await serverTranslator()).t(`about.${name}`) : undefined };
}

/** What this place's keepers wrote: text, whoever wrote it, and never markup. */
export default async function LegalPage({ params }: Props) {
  const [name, instance, { t }] = await Promise.all([
    nameOf(params),
    getInstance(),
    serverTranslator(),
  ]);
  if (!name) notFound();
  const words = instance.legal[name];
  const isLink = words !== null && /^https?:\/\/\S+$/i.test(words.trim());
  return (
    <PageColumn title={t(`about.${name}`)}>
      {words === null ? (
        <p className="text-17">{t("about.none")}</p>
      ) : isLink ? (
        <a href={words.trim()} rel="noopener" className="text-17 text-link underline">
          {words.trim()}
        </a>
      ) : (
        <p dir="auto" className="max-w-prose text-17 whitespace-pre-line">
          {words}
        </p>
      )}
      <Link href="/about" className="inline-flex min-h-11 items-center text-link underline">
        {t("about.more")}
      </Link>
    </PageColumn>
  );
}
