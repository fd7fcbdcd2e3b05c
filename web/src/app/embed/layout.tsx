import type { ReactNode } from "react";
import { viewerLocale, viewerMessages } from "@/lib/i18n/server";
import { EmbedProviders } from "./embed-providers";

/** Stands alone in somebody else's page: no shell, no session, no live connection. */
export default async function EmbedLayout({ children }: { children: ReactNode }) {
  const [locale, messages] = await Promise.all([viewerLocale(), viewerMessages()]);
  return (
    <EmbedProviders locale={locale} messages={messages}>
      {children}
    </EmbedProviders>
  );
}
