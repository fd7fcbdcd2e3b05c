"use client";

import { Button } from "@/components/button/button";
import { Loaded } from "@/components/load-state/loaded";
import { UserRow } from "@/components/people/user-row";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import type { UserSummary } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { useRead } from "@/lib/api/use-read";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useLive } from "@/lib/live/live";

/** People who ask to follow a private account. */
export function FollowRequests() {
  const { t } = useTranslator();
  const { act } = useAct();
  const requests = useRead(url("/users/me/follow-requests", { query: { limit: 20 } }));
  useLive("notification", ({ type }) => {
    if (type === "follow_request") void requests.mutate();
  });

  async function answer(user: UserSummary, accept: boolean) {
    const path = { username: user.username };
    await act(() => gateway.turn(accept, "/users/me/follow-requests/{username}", { path }));
    await requests.mutate();
  }

  return (
    <Loaded quiet reading={requests}>
      {({ items }) =>
        items.length === 0 ? null : (
          <section className="flex flex-col gap-2">
            <h2 className="text-17 font-semibold">{t("inbox.requests")}</h2>
            {items.map((user) => (
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
        )
      }
    </Loaded>
  );
}
