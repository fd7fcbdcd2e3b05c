import type { ReactNode } from "react";
import { BottomBar } from "./bottom-bar";
import { InstallWorker } from "./install-worker";
import { LeavingLine } from "./leaving-line";
import { NewsToast } from "./news-toast";
import { OfflineLine } from "./offline-line";
import { Rail } from "./rail";
import { SkipLink } from "./skip-link";

/** 64 px rail on a desktop, bottom bar on a phone; pages fill what is left. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <div className="min-h-dvh md:ps-16">
      <SkipLink />
      <Rail />
      {/* A document's first frame is the ground and the bars alone, so that it comes at once: browsers
          hold back the frames of a page whose first one takes long. The page itself is in the second. */}
      <main
        id="content"
        tabIndex={-1}
        className="min-h-dvh pb-14 outline-none motion-safe:animate-arrive md:pb-0"
      >
        {children}
      </main>
      <BottomBar />
      <LeavingLine />
      <OfflineLine />
      <NewsToast />
      <InstallWorker />
    </div>
  );
}
