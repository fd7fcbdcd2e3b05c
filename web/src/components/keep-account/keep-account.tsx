"use client";

import { Button } from "@/components/button/button";
import { useToast } from "@/components/toast/toast";
import { useAct } from "@/components/toast/use-act";
import { gateway } from "@/lib/api/gateway";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useAppDispatch } from "@/lib/store/hooks";
import { meChanged } from "@/lib/store/session-slice";

/** Takes a deletion back. */
export function KeepAccount() {
  const { t } = useTranslator();
  const dispatch = useAppDispatch();
  const toast = useToast();
  const { busy, act } = useAct();
  const restore = () =>
    act(async () => {
      const restored = await gateway.post("/users/me/restore");
      dispatch(meChanged({ ...restored, deletionAt: undefined }));
      toast({ text: t("settings.delete.restored") });
    });
  return (
    <Button kind="primary" busy={busy} onClick={() => void restore()} className="self-start">
      {t("settings.delete.restore")}
    </Button>
  );
}
