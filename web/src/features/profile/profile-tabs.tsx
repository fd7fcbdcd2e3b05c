"use client";

import Link from "next/link";
import { useState } from "react";
import { Button, type ButtonKind, buttonClass } from "@/components/button/button";
import { cx } from "@/components/class-names";
import { EmptyState } from "@/components/empty-state/empty-state";
import { ListEnd } from "@/components/paged-list/list-end";
import { usePaged } from "@/components/paged-list/use-paged";
import { useToast } from "@/components/toast/toast";
import { useAct } from "@/components/toast/use-act";
import { TileGrid, VideoGrid } from "@/components/video-grid/video-grid";
import { gateway } from "@/lib/api/gateway";
import { toProblem } from "@/lib/api/problem";
import type { Page, Profile, Video } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useMe } from "@/lib/store/hooks";

export const profileTabs = ["videos", "likes", "saves", "history"] as const;
export type ProfileTab = (typeof profileTabs)[number];

interface ProfileTabsProps {
  profile: Profile;
  tab: ProfileTab;
  /** The clips the server rendered; other tabs load themselves. */
  first: Page<Video> | null;
}

/** Clips and likes of anybody; what is saved and watched only on one's own page. */
export function ProfileTabs({ profile, tab, first }: ProfileTabsProps) {
  const { t } = useTranslator();
  const own = useMe()?.id === profile.id;
  const shown = own ? profileTabs : profileTabs.slice(0, 2);
  const here = `/@${profile.username}`;
  const path = { username: profile.username };
  return (
    <>
      <nav
        aria-label={t("profile.tabs")}
        className="mb-4 hide-scrollbar flex gap-4 overflow-x-auto"
      >
        {shown.map((name) => (
          <Link
            key={name}
            href={name === "videos" ? here : `${here}?tab=${name}`}
            prefetch={false}
            replace
            scroll={false}
            aria-current={name === tab ? "page" : undefined}
            className={cx(
              "flex min-h-11 shrink-0 items-center border-b-2 text-15 font-semibold",
              name === tab ? "border-lamp" : "border-transparent text-muted",
            )}
          >
            {t(`profile.tab.${name}`)}
          </Link>
        ))}
      </nav>
      {tab === "videos" ? (
        <VideoGrid
          path={url("/users/{username}/videos", { path, query: { limit: 24 } })}
          first={first}
          from="profile"
          empty={
            <EmptyState
              title={t("profile.empty")}
              action={
                own ? (
                  <Link href="/upload" className={buttonClass("primary")}>
                    {t("feed.upload")}
                  </Link>
                ) : (
                  <WayOn kind="secondary" />
                )
              }
            />
          }
        />
      ) : tab === "likes" ? (
        <Likes name={profile.username} />
      ) : !own ? null : tab === "saves" ? (
        <VideoGrid
          path={url("/users/me/saves", { query: { limit: 24 } })}
          from="saves"
          showAuthor
          empty={<EmptyState title={t("profile.savesEmpty")} action={<WayOn />} />}
        />
      ) : (
        <History />
      )}
    </>
  );
}

/** Lit where nothing else on the page is: beside Follow it is not. */
function WayOn({ kind = "primary" }: { kind?: ButtonKind }) {
  const { t } = useTranslator();
  return (
    <Link href="/" prefetch={false} className={buttonClass(kind)}>
      {t("nav.forYou")}
    </Link>
  );
}

function Likes({ name }: { name: string }) {
  const { t } = useTranslator();
  const list = usePaged(
    url("/users/{username}/likes", { path: { username: name }, query: { limit: 24 } }),
  );
  const code = list.error ? toProblem(list.error).code : null;
  if (code === "not_found" || code === "forbidden" || code === "private_account") {
    return (
      <EmptyState
        drawing="gap"
        title={t("profile.likesHidden", { name: `@${name}` })}
        action={<WayOn kind="secondary" />}
      />
    );
  }
  return (
    <>
      <TileGrid videos={list.items} from={`likes:${name}`} showAuthor />
      <ListEnd
        list={list}
        empty={<EmptyState title={t("profile.likesEmpty")} action={<WayOn kind="secondary" />} />}
      />
    </>
  );
}

function History() {
  const { t } = useTranslator();
  const toast = useToast();
  const { act } = useAct();
  const list = usePaged(url("/users/me/history", { query: { limit: 24 } }));
  const [asking, setAsking] = useState(false);

  const clear = () =>
    act(async () => {
      setAsking(false);
      await gateway.delete("/users/me/history");
      toast({ text: t("profile.historyCleared") });
      await list.mutate([{ items: [], nextCursor: null }], { revalidate: false });
    });

  return (
    <>
      {list.items.length > 0 ? (
        <div className="mb-4 flex flex-wrap items-center gap-2">
          {asking ? (
            <>
              <p className="text-15">{t("profile.historyClearAsk")}</p>
              <Button kind="danger" onClick={() => void clear()}>
                {t("profile.historyClear")}
              </Button>
              <Button onClick={() => setAsking(false)}>{t("action.cancel")}</Button>
            </>
          ) : (
            <Button onClick={() => setAsking(true)}>{t("profile.historyClear")}</Button>
          )}
        </div>
      ) : null}
      <TileGrid videos={list.items} from="history" showAuthor />
      <ListEnd
        list={list}
        empty={<EmptyState title={t("profile.historyEmpty")} action={<WayOn />} />}
      />
    </>
  );
}
