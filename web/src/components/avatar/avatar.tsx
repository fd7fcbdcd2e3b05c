import Image from "next/image";
import type { UserSummary } from "@/lib/api/types";
import { cx } from "@/components/class-names";

interface AvatarProps {
  user: Pick<UserSummary, "username" | "displayName" | "avatarUrl">;
  size?: 24 | 32 | 44 | 96;
  /** Undefined: we may not know, so nothing is shown. */
  online?: boolean;
  className?: string;
}

const sizes = {
  24: "size-6 text-13",
  32: "size-8 text-13",
  44: "size-11 text-17",
  96: "size-24 text-44",
};

/** Circles are for people only. Decorative: the name stands beside it or on the link around it. */
export function Avatar({ user, size = 44, online, className }: AvatarProps) {
  const initial = Array.from(user.displayName || user.username)[0]?.toUpperCase();
  return (
    <span className={cx("relative inline-block shrink-0", className)} aria-hidden="true">
      {user.avatarUrl ? (
        <Image
          src={user.avatarUrl}
          alt=""
          width={size}
          height={size}
          className={cx("rounded-full bg-raised object-cover", sizes[size])}
        />
      ) : (
        <span
          className={cx(
            "flex items-center justify-center rounded-full border border-line bg-raised font-bold text-fg",
            sizes[size],
          )}
        >
          {initial}
        </span>
      )}
      {online ? (
        <span className="absolute end-0 bottom-0 size-3 rounded-full border-2 border-ground bg-success" />
      ) : null}
    </span>
  );
}
