import type { Metadata } from "next";
import type { Instance, Video } from "@/lib/api/types";

function ogImage(video: Video, origin: string): string | null {
  const image = video.playback?.ogImage;
  return image ? new URL(image, origin).href : null;
}

export function describe(video: Video): string {
  return (video.description || video.title).replace(/\s+/g, " ").trim().slice(0, 200);
}

export function videoMetadata(video: Video, instance: Instance): Metadata {
  const origin = instance.publicUrl || "http://localhost:3000";
  const url = new URL(video.url, origin).href;
  const image = ogImage(video, origin);
  const [source] = video.playback?.sources ?? [];
  const title = `${video.title} · @${video.author.username}`;
  const description = describe(video);
  const listed = video.audience === "public";
  return {
    title,
    description,
    alternates: {
      canonical: url,
      types: {
        "application/json+oembed": `${origin}/oembed?url=${encodeURIComponent(url)}`,
        "application/atom+xml": `${origin}/@${video.author.username}/feed.atom`,
      },
    },
    robots: listed ? undefined : { index: false },
    openGraph: {
      type: "video.other",
      url,
      title,
      description,
      siteName: instance.name,
      images: image ? [{ url: image, width: 1200, height: 630, type: "image/jpeg" }] : undefined,
      videos: source
        ? [
            {
              url: new URL(source.url, origin).href,
              width: source.width,
              height: source.height,
              type: "video/mp4",
            },
          ]
        : undefined,
    },
    twitter: {
      card: "summary_large_image",
      title,
      description,
      images: image ? [image] : undefined,
    },
  };
}

/** What search engines read of the clip (schema.org VideoObject). */
export function videoJsonLd(video: Video, instance: Instance): object {
  const origin = instance.publicUrl || "http://localhost:3000";
  const [source] = video.playback?.sources ?? [];
  const image = ogImage(video, origin);
  return {
    "@context": "https://schema.org",
    "@type": "VideoObject",
    name: video.title,
    description: describe(video),
    thumbnailUrl: image ? [image] : undefined,
    uploadDate: video.publishedAt ?? video.createdAt,
    duration: `PT${Math.max(1, Math.round(video.durationMs / 1000))}S`,
    contentUrl: source ? new URL(source.url, origin).href : undefined,
    embedUrl: new URL(`/embed/${video.id}`, origin).href,
    url: new URL(video.url, origin).href,
    author: {
      "@type": "Person",
      name: video.author.displayName || video.author.username,
      url: new URL(`/@${video.author.username}`, origin).href,
    },
    interactionStatistic: [
      {
        "@type": "InteractionCounter",
        interactionType: "https://schema.org/WatchAction",
        userInteractionCount: video.stats.views,
      },
      {
        "@type": "InteractionCounter",
        interactionType: "https://schema.org/LikeAction",
        userInteractionCount: video.stats.likes,
      },
    ],
  };
}
