"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { memo } from "react";
import { cx } from "@/components/class-names";
import { useTranslator } from "@/lib/i18n/use-translator";

const tabs = [
  { href: "/following", label: "nav.following" },
  { href: "/", label: "nav.forYou" },
];

/** Following and For you, over the film of a phone. A desktop has them in its rail. */
export const FeedTabs = memo(function FeedTabs() {
  const pathname = usePathname();
  const { t } = useTranslator();
  return (
    <nav
      aria-label={t("feed.tabs")}
      className="absolute inset-x-0 top-0 z-20 flex justify-center pt-safe text-film md:hidden"
    >
      <div className="mt-1 flex rounded-stage bg-scrim">
        {tabs.map(({ href, label }) => {
          const here = pathname === href;
          return (
            <Link
              key={href}
              href={href}
              aria-current={here ? "page" : undefined}
              className="relative flex min-h-11 items-center px-4 text-15 font-semibold"
            >
              {t(label)}
              <span
                className={cx(
                  "absolute inset-x-4 bottom-1 h-0.5",
                  here ? "bg-lamp" : "bg-transparent",
                )}
              />
            </Link>
          );
        })}
      </div>
    </nav>
  );
});
