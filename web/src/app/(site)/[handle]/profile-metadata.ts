import type { Metadata } from "next";
import type { Profile } from "@/lib/api/types";

/** What a profile tells the browser, search engines and feed readers. */
export function profileMetadata({ username, displayName, bio }: Profile): Metadata {
  const here = `/@${username}`;
  return {
    title: `${displayName || username} (@${username})`,
    description: bio || undefined,
    alternates: { canonical: here, types: { "application/atom+xml": `${here}/feed.atom` } },
  };
}
