"use client";

import { Button } from "@/components/button/button";
import { EmptyState } from "@/components/empty-state/empty-state";
import "./globals.css";

/** The last resort, when even the layout failed: no translator stands above it. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en" data-theme="system">
      <body>
        <EmptyState
          className="min-h-dvh"
          drawing="gap"
          title="This page could not be shown."
          action={
            <Button kind="primary" onClick={reset}>
              Try again
            </Button>
          }
        />
      </body>
    </html>
  );
}
