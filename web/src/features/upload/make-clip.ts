import { gateway } from "@/lib/api/gateway";
import { toProblem } from "@/lib/api/problem";
import type { Args } from "@/lib/api/routes";

/**
 * Makes an upload a clip. An upload becomes one clip: where an earlier answer was lost the clip is there already (`known`),
 * with what was said about it then.
 */
export async function makeClip(
  body: Args<"post", "/videos">[0]["body"],
): Promise<{ id: string; known: boolean }> {
  try {
    const { id } = await gateway.post("/videos", { body });
    return { id, known: false };
  } catch (error) {
    const { code, params } = toProblem(error);
    if (code !== "upload_used" || typeof params.videoId !== "string") throw error;
    return { id: params.videoId, known: true };
  }
}
