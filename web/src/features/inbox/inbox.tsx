"use client";

import Link from "next/link";
import { useEffect } from "react";
import { buttonClass } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { ListEnd } from "@/components/paged-list/list-end";
import { usePaged } from "@/components/paged-list/use-paged";
import { gateway } from "@/lib/api/gateway";
import { url } from "@/lib/api/url";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useLive, useLivePeople, useLiveResumed } from "@/lib/live/live";
import { useAppDispatch } from "@/lib/store/hooks";
import { unreadChanged } from "@/lib/store/session-slice";
import { FollowRequests } from "./follow-requests";
import { NotificationRow } from "./notification-row";

const nameOf = ({ username }: { username: string }) => username;

/** What happened, latest first; new items come in live, and opening the page reads them. */
export function Inbox() {
  const { t } = useTranslator();
  const dispatch = useAppDispatch();
  const list = usePaged(url("/notifications", { query: { limit: 30 } }));
  const newest = list.items[0]?.updatedAt;
  useLive("notification", () => void list.mutate());
  useLive("notifications:read", () => void list.mutate());
  useLiveResumed(() => void list.mutate());
  useLivePeople(list.items.flatMap(({ actors }) => actors.slice(0, 1)).map(nameOf));

  useEffect(() => {
    if (!newest) return;
    gateway
      .post("/notifications/read", { body: { upTo: newest } })
      .then(() => dispatch(unreadChanged(0)))
      // They stay unread and are read with the next visit.
      .catch(() => undefined);
  }, [newest, dispatch]);

  return (
    <>
      <FollowRequests />
      <ul className="flex flex-col">
        {list.items.map((item) => (
          <li key={item.id} className="border-b border-hair">
            <NotificationRow item={item} />
          </li>
        ))}
      </ul>
      <ListEnd
        list={list}
        empty={
          <EmptyState
            drawing="spark"
            title={t("inbox.empty")}
            action={
              <Link href="/discover" className={buttonClass("primary")}>
                {t("feed.findPeople")}
              </Link>
            }
          />
        }
      />
    </>
  );
}
