import { headers } from "next/headers";
import type { Video } from "@/lib/api/types";
import { getInstance } from "@/lib/instance/server";
import { jsonLd } from "@/lib/json-ld";
import { videoJsonLd } from "./video-metadata";

/** The clip as search engines read it. */
export async function VideoScript({ video }: { video: Video }) {
  const [instance, incoming] = await Promise.all([getInstance(), headers()]);
  return (
    <script
      type="application/ld+json"
      nonce={incoming.get("x-nonce") ?? undefined}
      suppressHydrationWarning
    >
      {jsonLd(videoJsonLd(video, instance))}
    </script>
  );
}
