"use client";

import { buttonClass } from "@/components/button/button";
import { cx } from "@/components/class-names";
import { useAccountGate } from "@/lib/account/account-gate";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useFollowNow, useMe } from "@/lib/store/hooks";
import type { Followable } from "@/lib/toggles/toggles";
import { useToggles } from "@/lib/toggles/toggles-context";

interface FollowButtonProps extends Followable {
  followedBy?: boolean;
  /** On film only people one does not follow yet get a button. */
  film?: boolean;
  /** One of many on its page: only one thing there may be lit. */
  secondary?: boolean;
}

export function FollowButton(props: FollowButtonProps) {
  const { username, known, followers, followedBy, film, secondary } = props;
  const { t } = useTranslator();
  const me = useMe();
  const now = useFollowNow(username, known, followers);
  const { withAccount } = useAccountGate();
  const toggles = useToggles();
  const on = now.following || now.requested;
  if (me?.username.toLowerCase() === username.toLowerCase()) return null;
  if (film && known.following && now.following) return null;

  const label = now.requested
    ? "follow.requested"
    : now.following
      ? "follow.following"
      : followedBy
        ? "follow.back"
        : "follow.follow";
  return (
    <button
      type="button"
      aria-pressed={on}
      aria-label={t("follow.name", { label: t(label), name: username })}
      onClick={(event) => {
        event.stopPropagation();
        withAccount("follow", () => toggles.follow(props, !on));
      }}
      className={
        film
          ? cx(
              "min-h-11 shrink-0 px-1 text-15 font-semibold text-film noscript:hidden",
              !on && "underline underline-offset-4",
            )
          : buttonClass(on || secondary ? "secondary" : "primary")
      }
    >
      {t(label)}
    </button>
  );
}
