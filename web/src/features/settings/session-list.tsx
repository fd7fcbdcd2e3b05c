"use client";

import useSWR from "swr";
import { Button } from "@/components/button/button";
import { useAct } from "@/components/toast/use-act";
import { api } from "@/lib/api/client";
import type { Page, SessionItem } from "@/lib/api/types";
import { readUserAgent } from "./user-agent";
import { useTranslator } from "@/lib/i18n/use-translator";

/** Where one is signed in; any of them can be ended from here. */
export function SessionList() {
  const { t, ago } = useTranslator();
  const { act } = useAct();
  const { data, mutate } = useSWR<Page<SessionItem>>("/auth/sessions");

  function deviceOf({ userAgent, address }: SessionItem): string {
    const { browser, system } = readUserAgent(userAgent);
    if (browser && system) return t("settings.sessions.device", { browser, system });
    return browser || system || userAgent || address || "";
  }

  async function end(id: string) {
    await act(() => api.delete(`/auth/sessions/${id}`));
    await mutate();
  }

  return (
    <ul>
      {data?.items.map((session) => (
        <li key={session.id} className="flex min-h-14 items-center gap-4 border-b border-hair">
          <span className="min-w-0 flex-1">
            <span className="block truncate text-15">{deviceOf(session)}</span>
            <span className="block text-13 text-muted">
              {session.current ? t("settings.sessions.current") : ago(session.lastUsedAt)}
            </span>
          </span>
          {session.current ? null : (
            <Button onClick={() => end(session.id)}>{t("settings.sessions.end")}</Button>
          )}
        </li>
      ))}
    </ul>
  );
}
