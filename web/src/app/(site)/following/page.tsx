import type { Metadata } from "next";
import { PageProblem } from "@/components/load-state/page-problem";
import { plain } from "@/lib/api/plain-problem";
import { load } from "@/lib/api/server";
import { url } from "@/lib/api/url";
import { serverTranslator } from "@/lib/i18n/server";
import { getViewer } from "@/lib/session-server";
import { ClipFeed } from "../_clips/clip-feed";
import { WayOn } from "../_clips/way-on";

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await serverTranslator();
  return { title: t("nav.following") };
}

export default async function Following() {
  const [{ me, problem: unread }, { t }] = await Promise.all([getViewer(), serverTranslator()]);
  if (unread) return <PageProblem className="min-h-dvh" problem={unread} />;
  const { data, problem } = me
    ? await load(url("/feed/following", { query: { limit: 8 } }))
    : { data: { items: [], nextCursor: null }, problem: null };
  return (
    <ClipFeed
      key={me?.id}
      source={{ kind: "list", path: url("/feed/following"), watchSource: "following" }}
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
