"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { Button } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { useAccountGate } from "@/lib/account/account-gate";
import { toProblem } from "@/lib/api/problem";
import { url } from "@/lib/api/url";
import { useRead } from "@/lib/api/use-read";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useMe } from "@/lib/store/hooks";

interface KnownAccountProps {
  /** Somebody is signed in, but the server could not read who. */
  unread: boolean;
  children: ReactNode;
}

/**
 * Whoever has a session is never taken for a visitor: until their account is read, nothing is drawn as if they had none.
 * A page that knows them already stays as it is.
 */
export function KnownAccount({ unread, children }: KnownAccountProps) {
  const known = useMe() !== null;
  return unread && !known ? <Unread /> : children;
}

function Unread() {
  const { t } = useTranslator();
  const { enter } = useAccountGate();
  const router = useRouter();
  const { data: me, error, isValidating, mutate } = useRead(url("/users/me"));

  useEffect(() => {
    if (me) enter(me);
  }, [me, enter]);

  // The session has ended meanwhile: the page of a visitor is the right one now.
  const ended = error !== undefined && !toProblem(error).transient;
  useEffect(() => {
    if (ended) router.refresh();
  }, [ended, router]);

  return (
    <main>
      <EmptyState
        className="min-h-dvh"
        drawing="gap"
        alone
        title={t("account.unread")}
        action={
          <Button kind="primary" busy={isValidating} onClick={() => void mutate()}>
            {t("action.retry")}
          </Button>
        }
      />
    </main>
  );
}
