import type { Metadata } from "next";
import { plain } from "@/lib/api/plain-problem";
import { load } from "@/lib/api/server";
import type { FeedItem, Page } from "@/lib/api/types";
import { serverTranslator } from "@/lib/i18n/server";
import { getMe } from "@/lib/session-server";
import { ClipFeed } from "../_clips/clip-feed";
import { WayOn } from "../_clips/way-on";

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await serverTranslator();
  return { title: t("nav.following") };
}

export default async function Following() {
  const [me, { t }] = await Promise.all([getMe(), serverTranslator()]);
  const { data, problem } = me
    ? await load<Page<FeedItem>>("/feed/following?limit=8")
    : { data: { items: [], nextCursor: null }, problem: null };
  return (
    <ClipFeed
      key={me?.id}
      source={{ kind: "list", path: "/feed/following", watchSource: "following" }}
      start={{ answer: data, problem: plain(problem) }}
      tabs
      emptyText={t(me ? "feed.followingEmpty" : "feed.followingSignedOut")}
      wayOn={
        me ? (
          <WayOn href="/discover" label={t("feed.findPeople")} />
        ) : (
          <WayOn href="/log-in?next=/following" label={t("nav.logIn")} />
        )
      }
    />
  );
}
