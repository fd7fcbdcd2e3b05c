"use client";

import { Button } from "@/components/button/button";
import { Icon } from "@/components/icon/icon";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import { useTranslator } from "@/lib/i18n/use-translator";

export function LogOutButton() {
  const { t } = useTranslator();
  const { busy, act } = useAct();

  const logOut = () =>
    act(async () => {
      await gateway.post("/auth/logout");
      // A full load, on purpose: nothing of the account stays in memory.
      // eslint-disable-next-line @next/next/no-location-assign-relative-destination
      window.location.assign("/");
    });

  return (
    <Button
      busy={busy}
      onClick={logOut}
      icon={<Icon name="sign-out" size={20} />}
      className="self-start"
    >
      {t("settings.logOut")}
    </Button>
  );
}
