"use client";

import { useState } from "react";
import { Button } from "@/components/button/button";
import { useToast } from "@/components/toast/toast";
import { useAccountGate } from "@/lib/account/account-gate";
import { api } from "@/lib/api/client";
import { toProblem } from "@/lib/api/problem";
import type { Tag } from "@/lib/api/types";
import { useTranslator } from "@/lib/i18n/use-translator";

/** More of a tag in one's feeds; shown at once, taken back on refusal. */
export function FollowTag({ tag }: { tag: Tag }) {
  const { t, sentence } = useTranslator();
  const toast = useToast();
  const { withAccount } = useAccountGate();
  const [following, setFollowing] = useState(tag.viewer?.following ?? false);

  async function set(on: boolean) {
    setFollowing(on);
    try {
      await api.request({
        url: `/tags/${encodeURIComponent(tag.tag)}/follow`,
        method: on ? "PUT" : "DELETE",
      });
    } catch (error) {
      setFollowing(!on);
      const { code, params, detail } = toProblem(error);
      toast({ text: sentence({ code, params, text: detail }) });
    }
  }

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
