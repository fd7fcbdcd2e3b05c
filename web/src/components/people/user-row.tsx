"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { Avatar } from "@/components/avatar/avatar";
import { DemoBadge } from "./demo-badge";
import type { UserSummary } from "@/lib/api/types";
import { useOnline } from "@/lib/store/hooks";

interface UserRowProps {
  user: UserSummary;
  note?: ReactNode;
  /** A follow button, or whatever one can do here. */
  action?: ReactNode;
}

export function UserRow({ user, note, action }: UserRowProps) {
  const online = useOnline(user.username);
  return (
    <div className="flex items-center gap-3 py-2">
      <Link
        href={`/@${user.username}`}
        prefetch={false}
        className="flex min-w-0 flex-1 items-center gap-3"
      >
        <Avatar user={user} online={online} />
        <span className="min-w-0">
          <span className="flex items-center gap-2">
            <span className="truncate font-semibold">{user.displayName || user.username}</span>
            <DemoBadge user={user} />
          </span>
          <bdi className="block truncate text-13 text-muted">@{user.username}</bdi>
          {note ? <span className="block truncate text-13 text-muted">{note}</span> : null}
        </span>
      </Link>
      {action}
    </div>
  );
}
