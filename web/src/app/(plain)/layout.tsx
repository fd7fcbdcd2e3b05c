import Link from "next/link";
import type { ReactNode } from "react";
import { Wordmark } from "@/components/wordmark/wordmark";
import { viewerLocale } from "@/lib/i18n/server";
import { getInstance } from "@/lib/instance/server";
import { PlainProviders } from "./plain-providers";

/** Pages on the way in: one column, nothing to wander off to. */
export default async function PlainLayout({ children }: { children: ReactNode }) {
  const [instance, locale] = await Promise.all([getInstance(), viewerLocale()]);
  return (
    <PlainProviders instance={instance} locale={locale}>
      <main className="mx-auto flex min-h-dvh w-full max-w-110 flex-col gap-6 px-4 pt-safe pb-16">
        <Link href="/" className="flex min-h-16 items-center self-start">
          <Wordmark name={instance.name} icon={instance.icon} />
        </Link>
        {children}
      </main>
    </PlainProviders>
  );
}
