"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Avatar } from "@/components/avatar/avatar";
import { Button, buttonClass } from "@/components/button/button";
import { Icon } from "@/components/icon/icon";
import { FollowButton } from "@/components/follow-button/follow-button";
import { laterSheet } from "@/components/later/later-sheet";
import { DemoBadge } from "@/components/people/demo-badge";
import { RichText } from "@/components/rich-text/rich-text";
import type { Profile } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useLivePeople } from "@/lib/live/live";
import { useFollowNow, useMe, useOnline } from "@/lib/store/hooks";
import { PersonMenu } from "./person-menu";
import { ProfileCount } from "./profile-count";
import { useShutOut } from "./use-shut-out";

const PeopleSheet = laterSheet(() => import("./people-sheet"));

export function ProfileHeader({ profile }: { profile: Profile }) {
  const { t } = useTranslator();
  const me = useMe();
  const own = me?.id === profile.id;
  const [list, setList] = useState<"followers" | "following" | null>(null);
  const online = useOnline(profile.username, profile.online);
  const shutOut = useShutOut(profile.username);
  const router = useRouter();
  const { followers = profile.followers, following } = useFollowNow(
    profile.username,
    profile.viewer,
    profile.followers,
  );
  useLivePeople(me && !own ? [profile.username] : []);

  // Who was let in, or left, may see other clips here: only the server has them.
  const stale = profile.isPrivate && following !== profile.viewer.following;
  useEffect(() => {
    if (stale) router.refresh();
  }, [stale, router]);

  return (
    <header className="flex flex-col gap-4 py-6">
      <div className="flex items-center gap-4">
        <Avatar user={profile} size={96} online={online} />
        <div className="min-w-0 flex-1">
          <h1 className="truncate font-display text-28 font-extrabold tracking-display" dir="auto">
            {profile.displayName || profile.username}
          </h1>
          <p className="flex items-center gap-2 text-muted">
            <bdi className="truncate">@{profile.username}</bdi>
            <DemoBadge user={profile} />
          </p>
          {online ? <p className="text-13 text-success">{t("profile.online")}</p> : null}
        </div>
      </div>
      <ul className="flex flex-wrap gap-x-6">
        <li>
          <ProfileCount
            value={followers}
            label={t("profile.followers", { count: followers })}
            onOpen={() => setList("followers")}
          />
        </li>
        <li>
          <ProfileCount
            value={profile.following}
            label={t("profile.following", { count: profile.following })}
            onOpen={() => setList("following")}
          />
        </li>
        <li>
          <ProfileCount
            value={profile.likes}
            label={t("profile.likes", { count: profile.likes })}
          />
        </li>
      </ul>
      {profile.bio ? (
        <p className="max-w-prose">
          <RichText text={profile.bio} entities={profile.entities} />
        </p>
      ) : null}
      {profile.links.length > 0 ? (
        <ul className="flex flex-wrap gap-x-4">
          {profile.links
            .filter((link) => /^https?:\/\//i.test(link))
            .map((link) => (
              <li key={link}>
                <a
                  href={link}
                  rel="ugc me nofollow noopener noreferrer"
                  target="_blank"
                  className="inline-flex min-h-11 items-center text-link underline"
                >
                  {link.replace(/^https?:\/\//i, "")}
                </a>
              </li>
            ))}
        </ul>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        {own ? (
          <>
            <Link href="/settings#profile" className={buttonClass("secondary")}>
              {t("profile.edit")}
            </Link>
            <Link href="/studio" prefetch={false} className={buttonClass("secondary")}>
              {t("profile.studio")}
            </Link>
            <Link href="/settings" className={buttonClass("quiet")}>
              <Icon name="gear" />
              {t("settings.title")}
            </Link>
          </>
        ) : (
          <>
            {profile.viewer.blocked ? (
              <Button busy={shutOut.busy} onClick={() => void shutOut.set("block", false)}>
                {t("profile.unblock", { name: `@${profile.username}` })}
              </Button>
            ) : (
              <FollowButton
                username={profile.username}
                known={profile.viewer}
                followers={profile.followers}
                isPrivate={profile.isPrivate}
                followedBy={profile.viewer.followedBy}
              />
            )}
            <PersonMenu profile={profile} />
          </>
        )}
      </div>
      {list ? (
        <PeopleSheet username={profile.username} list={list} onClose={() => setList(null)} />
      ) : null}
    </header>
  );
}
