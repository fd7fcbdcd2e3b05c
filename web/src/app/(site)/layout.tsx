import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { KnownAccount } from "@/components/known-account/known-account";
import { Shell } from "@/components/shell/shell";
import { viewerLocale, viewerMessages } from "@/lib/i18n/server";
import { getInstance } from "@/lib/instance/server";
import { getViewer } from "@/lib/session-server";
import { themeCookie, toTheme } from "@/lib/theme/theme-name";
import { Providers } from "./providers";

export default async function SiteLayout({ children }: { children: ReactNode }) {
  const [{ me, problem }, instance, locale, messages, jar] = await Promise.all([
    getViewer(),
    getInstance(),
    viewerLocale(),
    viewerMessages(),
    cookies(),
  ]);
  return (
    <Providers
      me={me}
      instance={instance}
      locale={locale}
      messages={messages}
      theme={toTheme(jar.get(themeCookie)?.value)}
    >
      <KnownAccount unread={problem !== null}>
        <Shell>{children}</Shell>
      </KnownAccount>
    </Providers>
  );
}
