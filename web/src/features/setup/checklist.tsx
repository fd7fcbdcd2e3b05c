import { cx } from "@/components/class-names";
import { Icon } from "@/components/icon/icon";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";

export type Done = Record<"named" | "icon" | "accent" | "rules" | "legal" | "contact", boolean>;

const names = ["named", "icon", "accent", "rules", "legal", "contact"] as const;

/** What a place has and what it still wants; each open line leads to where it is done. */
export function Checklist({ done }: { done: Done }) {
  const { t } = useTranslator();
  const { features } = useInstance();
  const lines = [
    ...names.map((name) => ({ name, ready: done[name], href: "/admin?part=place" })),
    { name: "mail", ready: features.mail, href: null },
    { name: "clip", ready: false, href: "/upload" },
  ];
  return (
    <section aria-labelledby="checklist" className="flex flex-col gap-1 border-t border-hair pt-6">
      <h2 id="checklist" className="text-17 font-semibold">
        {t("setup.checklist")}
      </h2>
      <ul>
        {lines.map(({ name, ready, href }) => {
          const words = t(`setup.checklist.${name}`);
          return (
            <li key={name} className="flex min-h-11 items-center gap-3 text-15">
              <span
                className={cx(
                  "flex size-5 shrink-0 items-center justify-center",
                  ready ? "text-success" : "rounded-control border border-line",
                )}
              >
                {ready ? <Icon name="check" size={20} /> : null}
              </span>
              {/* A full load, as above. */}
              {ready || !href ? (
                <span className={ready ? "text-muted" : undefined}>{words}</span>
              ) : (
                <a href={href} className="inline-flex min-h-11 items-center text-link underline">
                  {words}
                </a>
              )}
              <span className="sr-only">
                {t(ready ? "setup.checklist.done" : "setup.checklist.open")}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
