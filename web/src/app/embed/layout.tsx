import type { ReactNode } from "react";
import { viewerLocale } from "@/lib/i18n/server";
import { EmbedProviders } from "./embed-providers";

/** Stands alone in somebody else's page: no shell, no session, no live connection. */
export default async function EmbedLayout({ children }: { children: ReactNode }) {
  const locale = await viewerLocale();
  return <EmbedProviders locale={locale}>{children}</EmbedProviders>;
}
