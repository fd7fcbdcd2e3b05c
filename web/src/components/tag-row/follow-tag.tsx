"use client";

import { useState } from "react";
import { Button } from "@/components/button/button";
import { useAct } from "@/components/toast/use-act";
import { useAccountGate } from "@/lib/account/account-gate";
import { gateway } from "@/lib/api/gateway";
import type { Tag } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";

/** More of a tag in one's feeds; shown at once, taken back on refusal. */
export function FollowTag({ tag }: { tag: Tag }) {
  const { t } = useTranslator();
  const { act } = useAct();
  const { withAccount } = useAccountGate();
  const [following, setFollowing] = useState(tag.viewer?.following ?? false);

  const set = (on: boolean) =>
    act(async () => {
      setFollowing(on);
      try {
        await gateway.turn(on, "/tags/{tag}/follow", { path: { tag: tag.tag } });
      } catch (error) {
        setFollowing(!on);
        throw error;
      }
    });

  return (
    <Button
      kind={following ? "secondary" : "primary"}
      aria-pressed={following}
      onClick={() => withAccount("follow", () => void set(!following))}
    >
      {t(following ? "tag.following" : "tag.follow")}
    </Button>
  );
}
