import type { Metadata } from "next";
import { plain } from "@/lib/api/plain-problem";
import { load } from "@/lib/api/server";
import { url } from "@/lib/api/url";
import { serverTranslator } from "@/lib/i18n/server";
import { ClipFeed } from "../_clips/clip-feed";
import { WayOn } from "../_clips/way-on";

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await serverTranslator();
  return { title: t("discover.latest") };
}

/** Everything public by time, for whoever wants no taste in it. */
export default async function Latest() {
  const [{ data, problem }, { t }] = await Promise.all([
    load(url("/feed/latest", { query: { limit: 8 } })),
    serverTranslator(),
  ]);
  return (
    <ClipFeed
      source={{ kind: "list", path: url("/feed/latest"), watchSource: "latest" }}
      start={{ answer: data, problem: plain(problem) }}
      emptyText={t("feed.empty")}
      wayOn={<WayOn href="/upload" label={t("feed.upload")} />}
    />
  );
}
