"use client";

import Image from "next/image";
import Link from "next/link";
import { Avatar } from "@/components/avatar/avatar";
import { cx } from "@/components/class-names";
import { FollowButton } from "@/components/follow-button/follow-button";
import { Icon } from "@/components/icon/icon";
import type { IconName } from "@/components/icon/icon-name";
import type { Notification } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useOnline } from "@/lib/store/hooks";

/** Where nobody did it. */
const icons: Partial<Record<Notification["type"], IconName>> = {
  security: "shield",
  moderation: "flag",
  export_ready: "download-simple",
  announcement: "bell",
};

const toldByServer: Notification["type"][] = ["security", "moderation", "announcement"];

interface NotificationRowProps {
  item: Notification;
  /** Since the page was opened; the item itself is read by now. */
  unread: boolean;
}

/** "Ana and 12 others like your clip", with whom, which clip and when. */
export function NotificationRow({ item, unread }: NotificationRowProps) {
  const { t, sentence, ago } = useTranslator();
  const [actor] = item.actors;
  const online = useOnline(actor?.username ?? "");
  const others = Math.max(0, item.count - 1);
  const name = actor ? actor.displayName || actor.username : "";
  // What the place itself tells is a sentence of the server's.
  const told = toldByServer.includes(item.type) && item.detail;
  const who = others > 0 ? t("inbox.andOthers", { name, count: others }) : name;

  return (
    <div
      className={cx(
        "-mx-2 flex items-center gap-3 rounded-control px-2 py-3",
        unread && "bg-raised",
      )}
    >
      <Link href={item.url} className="flex min-w-0 flex-1 items-center gap-3">
        {actor ? (
          <Avatar user={actor} online={online} />
        ) : (
          <span className="flex size-10 items-center justify-center">
            <Icon name={icons[item.type] ?? "film-slate"} size={28} />
          </span>
        )}
        <span className="min-w-0">
          <span className={cx("block text-15 break-words", unread && "font-semibold")}>
            {told ? sentence(told) : t(`news.${item.type}`, { name: who, count: item.count })}
          </span>
          {item.comment?.text ? (
            <span className="block truncate text-15 text-muted">{item.comment.text}</span>
          ) : null}
          <time dateTime={item.updatedAt} className="text-13 text-muted">
            {ago(item.updatedAt)}
          </time>
        </span>
      </Link>
      {actor && (item.type === "follow" || item.type === "follow_accepted") ? (
        <FollowButton
          username={actor.username}
          known={actor.viewer}
          followedBy={item.type === "follow"}
          secondary
        />
      ) : item.video?.poster ? (
        <Link href={item.video.url} tabIndex={-1} aria-hidden="true" className="shrink-0">
          <Image
            src={item.video.poster}
            alt=""
            width={36}
            height={64}
            unoptimized
            className="h-16 w-9 rounded-control object-cover"
          />
        </Link>
      ) : null}
    </div>
  );
}
