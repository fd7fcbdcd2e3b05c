import { redirect } from "next/navigation";
import { ClipFeed } from "./_clips/clip-feed";
import { WayOn } from "./_clips/way-on";
import { plain } from "@/lib/api/plain-problem";
import { load } from "@/lib/api/server";
import type { ForYouPage } from "@/lib/api/types";
import { serverTranslator } from "@/lib/i18n/server";
import { getInstance } from "@/lib/instance/server";

export default async function ForYou() {
  const [{ data, problem }, instance, { t }] = await Promise.all([
    load<ForYouPage>("/feed/for-you?limit=8"),
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
