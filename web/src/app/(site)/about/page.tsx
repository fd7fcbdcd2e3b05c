import Link from "next/link";
import { PageColumn } from "@/components/page-column/page-column";
import { serverTranslator } from "@/lib/i18n/server";
import { getInstance } from "@/lib/instance/server";

export async function generateMetadata() {
  return { title: (await serverTranslator()).t("about.title") };
}

export default async function AboutPage() {
  const [instance, { t }] = await Promise.all([getInstance(), serverTranslator()]);
  const { terms, privacy, imprint } = instance.legal;
  const texts = [
    ["terms", terms],
    ["privacy", privacy],
    ["imprint", imprint],
  ] as const;
  return (
    <PageColumn title={instance.name}>
      {instance.description ? <p className="text-17">{instance.description}</p> : null}
      {instance.rules.length > 0 ? (
        <section className="flex flex-col gap-2">
          <h2 className="text-20 font-semibold">{t("about.rules")}</h2>
          <ol className="list-decimal ps-6 text-15">
            {instance.rules.map((rule) => (
              <li key={rule}>{rule}</li>
            ))}
          </ol>
        </section>
      ) : null}
      {texts.some(([, words]) => words) ? (
        <ul>
          {texts.map(([name, words]) =>
            words ? (
              <li key={name}>
                <Link
                  href={`/legal/${name}`}
                  className="inline-flex min-h-11 items-center text-link underline"
                >
                  {t(`about.${name}`)}
                </Link>
              </li>
            ) : null,
          )}
        </ul>
      ) : null}
      {!instance.description && instance.rules.length === 0 ? (
        <p className="text-15 text-muted">{t("about.none")}</p>
      ) : null}
      {instance.contact ? (
        <p className="text-15">{t("notFound.contact", { contact: instance.contact })}</p>
      ) : null}
    </PageColumn>
  );
}
