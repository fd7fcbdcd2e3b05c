"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "@/components/class-names";
import { Icon } from "@/components/icon/icon";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useAppSelector } from "@/lib/store/hooks";
import { Badge } from "./badge";
import { isFilm, isHere, places } from "./places";

const item = "relative flex min-h-14 flex-1 flex-col items-center justify-center";

export function BottomBar() {
  const pathname = usePathname();
  const { t } = useTranslator();
  const me = useAppSelector((state) => state.session.me);
  const unread = useAppSelector((state) => state.session.unread);
  const profile = me ? `/@${me.username}` : "/log-in";
  const film = isFilm(pathname);

  return (
    <nav
      aria-label={t("nav.main")}
      className={cx(
        "fixed inset-x-0 bottom-0 z-30 flex border-t border-hair bg-ground pb-safe text-fg md:hidden",
        film && "on-dark",
      )}
    >
      {places
        .filter((place) => place.bar)
        .map(({ href, icon, label }) => {
          const here = isHere(pathname, href);
          const badge = href === "/inbox" ? unread : 0;
          return (
            <Link
              key={href}
              href={href}
              prefetch={false}
              aria-label={badge > 0 ? t("nav.inboxUnread", { count: badge }) : t(label)}
              aria-current={here ? "page" : undefined}
              className={item}
            >
              {href === "/upload" ? (
                <span className="flex h-8 w-11 items-center justify-center rounded-control bg-lamp text-on-lamp">
                  <Icon name="plus" size={20} />
                </span>
              ) : (
                <span className="relative flex size-11 items-center justify-center">
                  <Icon name={icon} on={here} size={24} />
                  <Badge count={badge} />
                </span>
              )}
            </Link>
          );
        })}
      <Link
        href={profile}
        prefetch={false}
        aria-label={t(me ? "nav.profile" : "nav.logIn")}
        aria-current={isHere(pathname, profile) ? "page" : undefined}
        className={item}
      >
        <Icon name="user" on={isHere(pathname, profile)} size={24} />
      </Link>
    </nav>
  );
}
