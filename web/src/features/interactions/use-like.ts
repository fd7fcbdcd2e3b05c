import { useAccountGate } from "@/lib/account/account-gate";
import type { Video } from "@/lib/api/types";
import { useVideoNow } from "@/lib/store/hooks";
import { useToggles } from "@/lib/toggles/toggles-context";

/** Liking as every button, key and double tap does it. */
export function useLike(video: Video) {
  const { liked, likes } = useVideoNow(video);
  const { withAccount } = useAccountGate();
  const toggles = useToggles();
  return {
    liked,
    likes,
    toggle: () => withAccount("like", () => toggles.like(video, !liked)),
    /** A double tap only ever likes. */
    like: () => withAccount("like", () => toggles.like(video, true)),
  };
}
