import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { KnownAccount } from "@/components/known-account/known-account";
import { Shell } from "@/components/shell/shell";
import { viewerLocale } from "@/lib/i18n/server";
import { getInstance } from "@/lib/instance/server";
import { getViewer } from "@/lib/session-server";
import { themeCookie, toTheme } from "@/lib/theme/theme-name";
import { Providers } from "./providers";

export default async function SiteLayout({ children }: { children: ReactNode }) {
  const [{ me, problem }, instance, locale, jar] = await Promise.all([
    getViewer(),
    getInstance(),
    viewerLocale(),
    cookies(),
  ]);
  return (
    <Providers
      me={me}
      instance={instance}
      locale={locale}
      theme={toTheme(jar.get(themeCookie)?.value)}
    >
      <KnownAccount unread={problem !== null}>
        <Shell>{children}</Shell>
      </KnownAccount>
    </Providers>
  );
}
