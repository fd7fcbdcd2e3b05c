"use client";

import Link from "next/link";
import { useEffect, useState, useSyncExternalStore } from "react";
import { buttonClass } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { ListEnd } from "@/components/paged-list/list-end";
import { usePaged } from "@/components/paged-list/use-paged";
import { gateway } from "@/lib/api/gateway";
import type { Notification } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useLive, useLivePeople, useLiveResumed } from "@/lib/live/live";
import { useAppDispatch } from "@/lib/store/hooks";
import { unreadChanged } from "@/lib/store/session-slice";
import { FollowRequests } from "./follow-requests";
import { NotificationRow } from "./notification-row";

const isVisible = () => document.visibilityState === "visible";

function visibility(changed: () => void) {
  document.addEventListener("visibilitychange", changed);
  return () => document.removeEventListener("visibilitychange", changed);
}

const nameOf = ({ username }: { username: string }) => username;

/** What happened, latest first; new items come in live, and opening the page reads them. */
export function Inbox() {
  const { t } = useTranslator();
  const dispatch = useAppDispatch();
  const list = usePaged(url("/notifications", { query: { limit: 30 } }));
  const newest = list.items[0]?.updatedAt;
  const unread = useUnread(list);
  useLive("notification", () => void list.mutate());
  useLive("notifications:read", () => void list.mutate());
  useLiveResumed(() => void list.mutate());
  useLivePeople(list.items.flatMap(({ actors }) => actors.slice(0, 1)).map(nameOf));

  const seen = useSyncExternalStore(visibility, isVisible, () => false);
  useEffect(() => {
    // A tab in the background has shown nothing to anybody.
    if (!newest || !seen) return;
    gateway
      .post("/notifications/read", { body: { upTo: newest } })
      .then(() => dispatch(unreadChanged(0)))
      // They stay unread and are read with the next visit.
      .catch(() => undefined);
  }, [newest, seen, dispatch]);

  return (
    <>
      <FollowRequests />
      <ul className="flex flex-col">
        {list.items.map((item) => (
          <li key={item.id} className="border-b border-hair">
            <NotificationRow item={item} unread={unread.has(item.id) || !item.read} />
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

/**
 * What was unread when it came, for as long as one stays: being on the page reads it, and it comes back
 * from the server as read before anybody has seen that it is new.
 */
function useUnread({ items, loading }: { items: Notification[]; loading: boolean }) {
  const [unread, setUnread] = useState<ReadonlySet<string>>(new Set());
  // What an earlier visit left behind says nothing about now: the answer to this one counts.
  const [asked, setAsked] = useState(false);
  if (loading && !asked) setAsked(true);
  const answered = asked && !loading;
  const fresh = answered ? items.filter(({ id, read }) => !read && !unread.has(id)) : [];
  if (fresh.length > 0) setUnread(new Set([...unread, ...fresh.map(({ id }) => id)]));
  return unread;
}
