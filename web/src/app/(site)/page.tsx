import { redirect } from "next/navigation";
import { ClipFeed } from "./_clips/clip-feed";
import { WayOn } from "./_clips/way-on";
import { plain } from "@/lib/api/plain-problem";
import { load } from "@/lib/api/server";
import { url } from "@/lib/api/url";
import { serverTranslator } from "@/lib/i18n/server";
import { getInstance } from "@/lib/instance/server";

export default async function ForYou() {
  const [{ data, problem }, instance, { t }] = await Promise.all([
    load(url("/feed/for-you", { query: { limit: 8 } })),
    getInstance(),
    serverTranslator(),
  ]);
  if (instance.setup) redirect("/setup");
  return (
    <ClipFeed
      source={{ kind: "for-you" }}
      start={{ answer: data, problem: plain(problem) }}
      tabs
      emptyText={t("feed.empty")}
      wayOn={<WayOn href="/upload" label={t("feed.upload")} />}
    />
  );
}
