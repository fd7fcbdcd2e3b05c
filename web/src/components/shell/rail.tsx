"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { Avatar } from "@/components/avatar/avatar";
import { cx } from "@/components/class-names";
import { Icon } from "@/components/icon/icon";
import { Mark } from "@/components/wordmark/wordmark";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";
import { useAppSelector } from "@/lib/store/hooks";
import { Badge } from "./badge";
import { isHere, places } from "./places";

const item =
  "relative flex size-12 items-center justify-center rounded-control text-fg transition-opacity duration-120 hover:bg-hair";

export function Rail() {
  const pathname = usePathname();
  const { t } = useTranslator();
  const { name, icon } = useInstance();
  const me = useAppSelector((state) => state.session.me);
  const unread = useAppSelector((state) => state.session.unread);
  const profile = me ? `/@${me.username}` : "/log-in";

  return (
    <nav
      aria-label={t("nav.main")}
      className="fixed inset-y-0 start-0 z-30 hidden w-16 flex-col items-center gap-1 overflow-y-auto border-e border-hair bg-ground py-2 md:flex"
    >
      <Link
        href="/"
        prefetch={false}
        aria-label={name}
        title={name}
        className={cx(item, "mb-2 short:mb-0")}
      >
        <Mark icon={icon} />
      </Link>
      {places
        .filter((place) => place.rail)
        .map(({ href, icon, label }) => {
          const here = isHere(pathname, href);
          const badge = href === "/inbox" ? unread : 0;
          const text = badge > 0 ? t("nav.inboxUnread", { count: badge }) : t(label);
          return (
            <Link
              key={href}
              href={href}
              prefetch={false}
              aria-label={text}
              title={text}
              aria-current={here ? "page" : undefined}
              className={item}
            >
              <Icon name={icon} on={here} size={24} />
              {here ? <span className="absolute start-0 h-6 w-1 bg-lamp" /> : null}
              <Badge count={badge} />
            </Link>
          );
        })}
      <Link
        href={profile}
        prefetch={false}
        aria-label={t(me ? "nav.profile" : "nav.logIn")}
        title={t(me ? "nav.profile" : "nav.logIn")}
        aria-current={isHere(pathname, profile) ? "page" : undefined}
        className={cx(item, "mt-auto")}
      >
        {me ? <Avatar user={me} size={32} /> : <Icon name="user" size={24} />}
      </Link>
    </nav>
  );
}
