"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { buttonClass } from "@/components/button/button";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";
import { useMe } from "@/lib/store/hooks";
import { Appearance } from "./appearance";
import { EmailForm } from "./email-form";
import { FeedPreferences } from "./feed-preferences";
import { LogOutButton } from "./log-out-button";
import { NotificationChoices } from "./notification-choices";
import { PasskeyList } from "./passkey-list";
import { PasswordForm } from "./password-form";
import { PrivacyChoices } from "./privacy-choices";
import { ProfileForm } from "./profile-form";
import { SessionList } from "./session-list";
import { ShutOut } from "./shut-out";
import { TwoFactor } from "./two-factor";
import { YourData } from "./your-data";

function Part({ title, id, children }: { title: string; id: string; children: ReactNode }) {
  return (
    <section id={id} className="flex flex-col gap-4 border-t border-hair pt-6">
      <h2 className="text-20 font-semibold">{title}</h2>
      {children}
    </section>
  );
}

export function Settings() {
  const { t } = useTranslator();
  const me = useMe();
  const { features } = useInstance();
  return (
    <div className="flex flex-col gap-10">
      {me ? (
        <>
          <ProfileForm key={me.id} me={me} />
          <Part id="privacy" title={t("settings.privacy")}>
            <PrivacyChoices me={me} />
          </Part>
          <Part id="notifications" title={t("settings.notifications")}>
            <NotificationChoices />
          </Part>
          <Part id="people" title={t("settings.people")}>
            <ShutOut kind="block" />
            <ShutOut kind="mute" />
          </Part>
        </>
      ) : null}
      <Part id="feed" title={t("settings.feed")}>
        <FeedPreferences />
      </Part>
      <Part id="appearance" title={t("settings.appearance")}>
        <Appearance />
      </Part>
      {me ? (
        <>
          <Part id="password" title={t("auth.password")}>
            <PasswordForm />
          </Part>
          <Part id="sessions" title={t("settings.sessions")}>
            <SessionList />
          </Part>
          <Part id="totp" title={t("settings.totp")}>
            <TwoFactor me={me} />
          </Part>
          {features.passkeys ? (
            <Part id="passkeys" title={t("settings.passkeys")}>
              <PasskeyList />
            </Part>
          ) : null}
          <Part id="account" title={t("auth.email")}>
            <EmailForm me={me} />
          </Part>
          <Part id="data" title={t("settings.data")}>
            <YourData me={me} />
          </Part>
          <div className="flex flex-wrap gap-2 border-t border-hair pt-6">
            <LogOutButton />
            {me.role !== "user" ? (
              <Link href="/admin" className={buttonClass("secondary")}>
                {t("admin.title")}
              </Link>
            ) : null}
          </div>
        </>
      ) : (
        <Link href="/log-in?next=/settings" className={buttonClass("primary", "self-start")}>
          {t("nav.logIn")}
        </Link>
      )}
      <Link href="/about" className="inline-flex min-h-11 items-center text-link underline">
        {t("about.more")}
      </Link>
    </div>
  );
}
