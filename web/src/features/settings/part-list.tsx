import { Icon } from "@/components/icon/icon";
import { useTranslator } from "@/lib/i18n/use-translator";
import type { Part } from "./part";

/** The way to each part: beside them on a desktop, folded above them on a phone. */
export function PartList({ parts }: { parts: readonly Part[] }) {
  const { t } = useTranslator();
  const links = parts.map(({ id, title }) => (
    <li key={id}>
      <a href={`#${id}`} className="flex min-h-11 items-center text-15 font-semibold">
        {title}
      </a>
    </li>
  ));
  return (
    <nav aria-label={t("settings.parts")} className="lg:sticky lg:top-6 lg:self-start">
      <details className="border-y border-hair lg:hidden">
        <summary className="flex min-h-11 items-center justify-between text-15 font-semibold">
          {t("settings.parts")}
          <Icon name="caret-down" />
        </summary>
        <ul className="pb-2">{links}</ul>
      </details>
      <ul className="hidden lg:block">{links}</ul>
    </nav>
  );
}
