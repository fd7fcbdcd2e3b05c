"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { buttonClass } from "@/components/button/button";
import { cx } from "@/components/class-names";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";
import { useMe } from "@/lib/store/hooks";
import { Appearance } from "./appearance";
import { EmailForm } from "./email-form";
import { FeedPreferences } from "./feed-preferences";
import { LogOutButton } from "./log-out-button";
import { NotificationChoices } from "./notification-choices";
import type { Part } from "./part";
import { PartList } from "./part-list";
import { PasskeyList } from "./passkey-list";
import { PasswordForm } from "./password-form";
import { PrivacyChoices } from "./privacy-choices";
import { ProfileForm } from "./profile-form";
import { SessionList } from "./session-list";
import { ShutOut } from "./shut-out";
import { TwoFactor } from "./two-factor";
import { Watching } from "./watching";
import { YourData } from "./your-data";

export function Settings() {
  const { t } = useTranslator();
  const me = useMe();
  const { features } = useInstance();

  const part = (id: string, title: string, content: ReactNode): Part => ({
    id,
    title: t(title),
    content,
  });
  const own = me
    ? {
        before: [
          part("profile", "settings.profile", <ProfileForm key={me.id} me={me} />),
          part("privacy", "settings.privacy", <PrivacyChoices me={me} />),
          part("notifications", "settings.notifications", <NotificationChoices />),
          part(
            "people",
            "settings.people",
            <>
              <ShutOut kind="block" />
              <ShutOut kind="mute" />
            </>,
          ),
        ],
        after: [
          part("password", "auth.password", <PasswordForm />),
          part("sessions", "settings.sessions", <SessionList />),
          part("totp", "settings.totp", <TwoFactor me={me} />),
          ...(features.passkeys ? [part("passkeys", "settings.passkeys", <PasskeyList />)] : []),
          part("account", "auth.email", <EmailForm me={me} />),
          part("data", "settings.data", <YourData me={me} />),
        ],
      }
    : { before: [], after: [] };
  const parts = [
    ...own.before,
    part("feed", "settings.feed", <FeedPreferences />),
    part("watching", "settings.watching", <Watching />),
    part("appearance", "settings.appearance", <Appearance />),
    ...own.after,
  ];

  return (
    <div className="flex flex-col gap-6 lg:grid lg:grid-cols-[12rem_minmax(0,40rem)] lg:gap-16">
      <PartList parts={parts} />
      <div className="flex flex-col gap-10">
        {parts.map(({ id, title, content }, index) => (
          <section
            key={id}
            id={id}
            className={cx(
              "flex scroll-mt-4 flex-col gap-4",
              index > 0 && "border-t border-hair pt-6",
            )}
          >
            <h2 className="text-20 font-semibold">{title}</h2>
            {content}
          </section>
        ))}
        {me ? (
          <div className="flex flex-wrap gap-2 border-t border-hair pt-6">
            <LogOutButton />
            {me.role !== "user" ? (
              <Link href="/admin" className={buttonClass("secondary")}>
                {t("admin.title")}
              </Link>
            ) : null}
          </div>
        ) : (
          <Link href="/log-in?next=/settings" className={buttonClass("primary", "self-start")}>
            {t("nav.logIn")}
          </Link>
        )}
        <Link
          href="/about"
          className="inline-flex min-h-11 items-center self-start text-link underline"
        >
          {t("about.more")}
        </Link>
      </div>
    </div>
  );
}
