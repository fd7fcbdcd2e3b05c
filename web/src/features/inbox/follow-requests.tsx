"use client";

import useSWR from "swr";
import { Button } from "@/components/button/button";
import { UserRow } from "@/components/people/user-row";
import { useAct } from "@/components/toast/use-act";
import { api } from "@/lib/api/client";
import type { Page, UserSummary } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useLive } from "@/lib/live/live";

/** People who ask to follow a private account. */
export function FollowRequests() {
  const { t } = useTranslator();
  const { act } = useAct();
  const { data, mutate } = useSWR<Page<UserSummary>>("/users/me/follow-requests?limit=20");
  useLive("notification", ({ type }) => {
    if (type === "follow_request") void mutate();
  });

  async function answer(user: UserSummary, accept: boolean) {
    const path = `/users/me/follow-requests/${encodeURIComponent(user.username)}`;
    await act(() => (accept ? api.put(path) : api.delete(path)));
    await mutate();
  }

  if (!data || data.items.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-17 font-semibold">{t("inbox.requests")}</h2>
      {data.items.map((user) => (
        <UserRow
          key={user.id}
          user={user}
          action={
            <span className="flex gap-2">
              <Button onClick={() => answer(user, true)}>{t("inbox.accept")}</Button>
              <Button kind="quiet" onClick={() => answer(user, false)}>
                {t("inbox.decline")}
              </Button>
            </span>
          }
        />
      ))}
    </section>
  );
}
