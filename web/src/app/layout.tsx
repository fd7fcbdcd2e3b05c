import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { CSSProperties, ReactNode } from "react";
import { serverTranslator, viewerLocale } from "@/lib/i18n/server";
import { directionOf } from "@/lib/i18n/translate";
import { getInstance } from "@/lib/instance/server";
import { themeCookie, toTheme } from "@/lib/theme/theme-name";
import { fontClass } from "./fonts";
import "./globals.css";

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  interactiveWidget: "resizes-content",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7f2e8" },
    { media: "(prefers-color-scheme: dark)", color: "#11100e" },
  ],
};

export async function generateMetadata(): Promise<Metadata> {
  const [instance, { t }] = await Promise.all([getInstance(), serverTranslator()]);
  return {
    title: { default: instance.name, template: `%s · ${instance.name}` },
    description: instance.description || t("about.description", { name: instance.name }),
    applicationName: instance.name,
    icons: instance.icon
      ? { icon: instance.icon, apple: instance.icon }
      : { icon: { url: "/icon.svg", type: "image/svg+xml" }, apple: "/apple-icon.png" },
    metadataBase: instance.publicUrl ? new URL(instance.publicUrl) : undefined,
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, instance, jar] = await Promise.all([viewerLocale(), getInstance(), cookies()]);
  // A colour only: anything else an admin typed never reaches a style.
  const accent = /^#[0-9a-f]{6}$/i.test(instance.accent ?? "") ? instance.accent : null;
  return (
    <html
      lang={locale}
      dir={directionOf(locale)}
      data-theme={toTheme(jar.get(themeCookie)?.value)}
      className={fontClass}
      style={accent ? ({ "--accent": accent } as CSSProperties) : undefined}
    >
      <body>{children}</body>
    </html>
  );
}
