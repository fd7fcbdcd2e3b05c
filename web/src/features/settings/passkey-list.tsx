"use client";

import useSWR from "swr";
import { Button } from "@/components/button/button";
import { IconButton } from "@/components/button/icon-button";
import { Icon } from "@/components/icon/icon";
import { useAct } from "@/components/toast/use-act";
import { api } from "@/lib/api/client";
import type { Passkey } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";
import { addPasskey, canUsePasskeys, wasCancelled } from "@/lib/passkeys";

/** Signing in with a fingerprint, a face or a key, without a password. */
export function PasskeyList() {
  const { t, ago } = useTranslator();
  const { publicUrl } = useInstance();
  const { data, mutate } = useSWR<{ items: Passkey[] }>("/auth/passkeys");
  const { busy, act: attempt } = useAct();

  const act = (what: () => Promise<unknown>) =>
    attempt(async () => {
      try {
        await what();
        await mutate();
      } catch (error) {
        if (!wasCancelled(error)) throw error;
      }
    });

  if (!data) return null;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-15 text-muted">{t("settings.passkeys.hint")}</p>
      {data.items.length > 0 ? (
        <ul>
          {data.items.map((passkey) => (
            <li key={passkey.id} className="flex min-h-14 items-center gap-4 border-b border-hair">
              <Icon name="key" size={20} />
              <span className="min-w-0 flex-1">
                <span className="block truncate text-15">{passkey.name}</span>
                <span className="block text-13 text-muted">
                  {passkey.lastUsedAt
                    ? t("settings.passkeys.used", { when: ago(passkey.lastUsedAt) })
                    : t("settings.passkeys.unused")}
                </span>
              </span>
              <IconButton
                icon="trash"
                label={t("settings.passkeys.remove", { name: passkey.name })}
                disabled={busy}
                onClick={() => act(() => api.delete(`/auth/passkeys/${passkey.id}`))}
              />
            </li>
          ))}
        </ul>
      ) : null}
      {canUsePasskeys(publicUrl) ? (
        <Button
          busy={busy}
          className="self-start"
          icon={<Icon name="plus" size={20} />}
          onClick={() => act(() => addPasskey(deviceName()))}
        >
          {t("settings.passkeys.add")}
        </Button>
      ) : (
        <p className="text-13 text-muted">{t("settings.passkeys.cannot")}</p>
      )}
    </div>
  );
}

/** A name to tell them apart by: the system that the browser says it runs on. */
function deviceName(): string {
  const agent = navigator.userAgent;
  const systems = ["iPhone", "iPad", "Android", "Windows", "Mac", "CrOS", "Linux"];
  return systems.find((system) => agent.includes(system)) ?? "Passkey";
}
