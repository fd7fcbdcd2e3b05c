import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { EmptyState } from "@/components/empty-state/empty-state";
import { ProfileHeader } from "@/features/profile/profile-header";
import { ProfileTabs } from "@/features/profile/profile-tabs";
import { load } from "@/lib/api/server";
import type { Page, Profile, Video } from "@/lib/api/types";
import { usernameOf } from "@/lib/handle";
import { serverTranslator } from "@/lib/i18n/server";

interface Props {
  params: Promise<{ handle: string }>;
  searchParams: Promise<{ tab?: string | string[] }>;
}

const readProfile = cache((name: string) => load<Profile>(`/users/${encodeURIComponent(name)}`));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const username = usernameOf((await params).handle);
  const { data } = username ? await readProfile(username) : { data: null };
  if (!data) return {};
  const feed = `/@${data.username}/feed.atom`;
  return {
    title: `${data.displayName || data.username} (@${data.username})`,
    description: data.bio || undefined,
    alternates: { canonical: `/@${data.username}`, types: { "application/atom+xml": feed } },
  };
}

const tabs = ["videos", "likes", "saves", "history"] as const;

export default async function ProfilePage({ params, searchParams }: Props) {
  const username = usernameOf((await params).handle);
  if (!username) notFound();
  const asked = (await searchParams).tab;
  const tab = tabs.find((name) => name === asked) ?? "videos";
  const path = `/users/${encodeURIComponent(username)}/videos?limit=24`;
  const [profile, videos, { t, sentence }] = await Promise.all([
    readProfile(username),
    load<Page<Video>>(path),
    serverTranslator(),
  ]);
  if (!profile.data) {
    if (profile.problem.status === 404) notFound();
    const { code } = profile.problem;
    return <EmptyState className="min-h-dvh" title={sentence({ code, text: t("state.error") })} />;
  }
  const hidden = videos.problem?.code === "private_account";
  return (
    <div className="mx-auto max-w-240 px-4">
      <ProfileHeader key={profile.data.id} profile={profile.data} />
      {hidden || profile.data.viewer.blocked ? (
        <EmptyState
          drawing="gap"
          title={t(hidden ? "profile.private" : "profile.blocked", { name: `@${username}` })}
        />
      ) : (
        <ProfileTabs profile={profile.data} tab={tab} first={videos.data} />
      )}
    </div>
  );
}
