"use client";

import de from "@messages/broken/de.json";
import en from "@messages/broken/en.json";
import { useSyncExternalStore } from "react";
import { Button } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import { localeCookie } from "@/lib/i18n/translate";
import "./globals.css";

// Two sentences of their own: the others are too heavy for what every page brings along.
const messages = { en, de };

function chosenLocale(): keyof typeof messages {
  const cookie = new RegExp(`(?:^|; )${localeCookie}=(\\w\\w)`).exec(document.cookie)?.[1];
  const wanted = [cookie, ...navigator.languages].map((tag) => tag?.slice(0, 2).toLowerCase());
  const known = wanted.find((language) => language === "en" || language === "de");
  return known ?? "en";
}

const never = () => () => undefined;

/** The last resort, when even the layout failed: no translator stands above it. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  const locale = useSyncExternalStore(never, chosenLocale, () => "en" as const);
  const { title, retry } = messages[locale];
  return (
    <html lang={locale} data-theme="system">
      <body>
        <EmptyState
          className="min-h-dvh"
          drawing="gap"
          alone
          title={title}
          action={
            <Button kind="primary" onClick={reset}>
              {retry}
            </Button>
          }
        />
      </body>
    </html>
  );
}
