"use client";

import { Button } from "@/components/button/button";
import { Loaded } from "@/components/load-state/loaded";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import type { SessionItem } from "@/lib/api/types";
import { url } from "@/lib/api/url";
import { useRead } from "@/lib/api/use-read";
import { readUserAgent } from "./user-agent";
import { useTranslator } from "@/lib/i18n/use-translator";

/** Where one is signed in; any of them can be ended from here. */
export function SessionList() {
  const { t, ago } = useTranslator();
  const { act } = useAct();
  const sessions = useRead(url("/auth/sessions"));

  function deviceOf({ userAgent, address }: SessionItem): string {
    const { browser, system } = readUserAgent(userAgent);
    if (browser && system) return t("settings.sessions.device", { browser, system });
    return browser || system || userAgent || address || "";
  }

  async function end(id: string) {
    await act(() => gateway.delete("/auth/sessions/{id}", { path: { id } }));
    await sessions.mutate();
  }

  return (
    <Loaded reading={sessions}>
      {({ items }) => (
        <ul>
          {items.map((session) => (
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
      )}
    </Loaded>
  );
}
