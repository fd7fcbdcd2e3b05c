"use client";

import { useState } from "react";
import { Button } from "@/components/button/button";
import { Icon } from "@/components/icon/icon";
import { useToast } from "@/components/toast/toast";
import { api } from "@/lib/api/client";
import { toProblem } from "@/lib/api/problem";
import { useTranslator } from "@/lib/i18n/use-translator";

export function LogOutButton() {
  const { t, sentence } = useTranslator();
  const toast = useToast();
  const [busy, setBusy] = useState(false);

  async function logOut() {
    setBusy(true);
    try {
      await api.post("/auth/logout");
      // A full load, on purpose: nothing of the account stays in memory.
      // eslint-disable-next-line @next/next/no-location-assign-relative-destination
      window.location.assign("/");
    } catch (error) {
      const { code, params, detail } = toProblem(error);
      toast({ text: sentence({ code, params, text: detail }) });
      setBusy(false);
    }
  }

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
