import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { EmptyState } from "@/components/empty-state/empty-state";
import { PageProblem } from "@/components/load-state/page-problem";
import { ProfileHeader } from "@/features/profile/profile-header";
import { ProfileTabs } from "@/features/profile/profile-tabs";
import { plain } from "@/lib/api/plain-problem";
import { load } from "@/lib/api/server";
import { url } from "@/lib/api/url";
import { usernameOf } from "@/lib/handle";
import { serverTranslator } from "@/lib/i18n/server";
import { profileMetadata } from "./profile-metadata";

interface Props {
  params: Promise<{ handle: string }>;
  searchParams: Promise<{ tab?: string | string[] }>;
}

const readProfile = cache((username: string) =>
  load(url("/users/{username}", { path: { username } })),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const username = usernameOf((await params).handle);
  const { data } = username ? await readProfile(username) : { data: null };
  return data ? profileMetadata(data) : {};
}

const tabs = ["videos", "likes", "saves", "history"] as const;

export default async function ProfilePage({ params, searchParams }: Props) {
  const username = usernameOf((await params).handle);
  if (!username) notFound();
  const asked = (await searchParams).tab;
  const tab = tabs.find((name) => name === asked) ?? "videos";
  const [profile, videos, { t }] = await Promise.all([
    readProfile(username),
    load(url("/users/{username}/videos", { path: { username }, query: { limit: 24 } })),
    serverTranslator(),
  ]);
  if (!profile.data) {
    if (profile.problem.status === 404) notFound();
    return <PageProblem className="min-h-dvh" problem={plain(profile.problem)} />;
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
