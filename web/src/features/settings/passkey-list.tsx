"use client";

import { IconButton } from "@/components/button/icon-button";
import { Icon } from "@/components/icon/icon";
import { Loaded } from "@/components/load-state/loaded";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import { url } from "@/lib/api/url";
import { useRead } from "@/lib/api/use-read";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useInstance } from "@/lib/instance/instance";
import { addPasskey, canUsePasskeys, wasCancelled } from "@/lib/passkeys";
import { WithPassword } from "./with-password";

/** Signing in with a fingerprint, a face or a key, without a password. */
export function PasskeyList() {
  const { t, ago } = useTranslator();
  const { publicUrl } = useInstance();
  const passkeys = useRead(url("/auth/passkeys"));
  const { busy, act } = useAct();

  const remove = (id: string) =>
    act(async () => {
      await gateway.delete("/auth/passkeys/{id}", { path: { id } });
      await passkeys.mutate();
    });
  const add = async (password: string) => {
    try {
      await addPasskey(deviceName(), password);
      await passkeys.mutate();
    } catch (error) {
      if (!wasCancelled(error)) throw error;
    }
  };

  return (
    <Loaded reading={passkeys}>
      {({ items }) => (
        <div className="flex flex-col gap-4">
          <p className="text-15 text-muted">{t("settings.passkeys.hint")}</p>
          {items.length > 0 ? (
            <ul>
              {items.map((passkey) => (
                <li
                  key={passkey.id}
                  className="flex min-h-14 items-center gap-4 border-b border-hair"
                >
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
                    onClick={() => remove(passkey.id)}
                  />
                </li>
              ))}
            </ul>
          ) : null}
          {canUsePasskeys(publicUrl) ? (
            <WithPassword
              action={t("settings.passkeys.add")}
              icon={<Icon name="plus" size={20} />}
              send={add}
            />
          ) : (
            <p className="text-13 text-muted">{t("settings.passkeys.cannot")}</p>
          )}
        </div>
      )}
    </Loaded>
  );
}

/** A name to tell them apart by: the system that the browser says it runs on. */
function deviceName(): string {
  const agent = navigator.userAgent;
  const systems = ["iPhone", "iPad", "Android", "Windows", "Mac", "CrOS", "Linux"];
  return systems.find((system) => agent.includes(system)) ?? "Passkey";
}
