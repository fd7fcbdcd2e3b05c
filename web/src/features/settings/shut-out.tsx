"use client";

import { useState } from "react";
import { Button } from "@/components/button/button";
import { ListEnd } from "@/components/paged-list/list-end";
import { usePaged } from "@/components/paged-list/use-paged";
import { UserRow } from "@/components/people/user-row";
import { useToast } from "@/components/toast/toast";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import type { ListedUser } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { useTranslator } from "@/lib/i18n/use-translator";

/** People one has blocked or muted, with the way back. */
export function ShutOut({ kind }: { kind: "block" | "mute" }) {
  const { t } = useTranslator();
  const toast = useToast();
  const { act } = useAct();
  const list = usePaged(url(`/users/me/${kind}s`, { query: { limit: 30 } }));
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());

  const undo = ({ id, username }: ListedUser) =>
    act(async () => {
      await gateway.delete(`/users/{username}/${kind}`, { path: { username } });
      setGone(new Set([...gone, id]));
      toast({ text: t(`profile.${kind}Undone`, { name: `@${username}` }) });
    });

  return (
    <section className="flex flex-col gap-1">
      <h3 className="text-17 font-semibold">{t(`settings.people.${kind}s`)}</h3>
      <ul>
        {list.items
          .filter(({ id }) => !gone.has(id))
          .map((user) => (
            <li key={user.id}>
              <UserRow
                user={user}
                action={
                  <Button onClick={() => void undo(user)}>
                    {t(`profile.un${kind}`, { name: `@${user.username}` })}
                  </Button>
                }
              />
            </li>
          ))}
      </ul>
      <ListEnd
        list={list}
        empty={<p className="text-15 text-muted">{t(`settings.people.${kind}sEmpty`)}</p>}
      />
    </section>
  );
}
