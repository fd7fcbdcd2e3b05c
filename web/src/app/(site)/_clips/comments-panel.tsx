"use client";

import {
  type ComponentProps,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  useSyncExternalStore,
} from "react";
import { IconButton } from "@/components/button/icon-button";
import { Sheet } from "@/components/dialog/sheet";
import { later } from "@/components/later/later";
import { usePainted } from "@/lib/after-paint";
import type { Video } from "@/lib/api/types";
import { giveFocusBack } from "@/lib/focus";
import { useTranslator } from "@/lib/i18n/use-translator";
import { useVideoNow } from "@/lib/store/hooks";

const Comments = later(() => import("@/features/comments/comments"));

interface CommentsPanelProps {
  video: Video;
  focusId?: string;
  onClose: () => void;
}

const wide = "(min-width: 1024px)";

function useWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(wide);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => window.matchMedia(wide).matches,
    () => false,
  );
}

/** Beside the stage where there is room, else a sheet over it. */
export function CommentsPanel({ video, focusId, onClose }: CommentsPanelProps) {
  const { t } = useTranslator();
  const { comments } = useVideoNow(video);
  const besides = useWide();
  const title = t("clip.comments", { count: comments });
  // Another link to the same clip starts anew.
  const content = <Content key={`${video.id} ${focusId}`} video={video} focusId={focusId} />;

  if (!besides) {
    return (
      <Sheet title={title} onClose={onClose} tall bare>
        {content}
      </Sheet>
    );
  }
  return (
    <Beside title={title} onClose={onClose}>
      {content}
    </Beside>
  );
}

/** The sheet answers the tap; what is said in it follows. */
function Content(props: ComponentProps<typeof Comments>) {
  const painted = usePainted();
  return painted ? <Comments {...props} /> : null;
}

interface BesideProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** Not modal, but like a sheet to the keyboard: focus goes in, Escape closes, focus goes back. */
function Beside({ title, onClose, children }: BesideProps) {
  const { t } = useTranslator();
  const titleId = useId();
  const panel = useRef<HTMLElement>(null);

  useLayoutEffect(() => {
    const element = panel.current;
    const opener = document.activeElement;
    element?.focus({ preventScroll: true });
    return () => {
      if (element?.contains(document.activeElement)) giveFocusBack(opener);
    };
  }, []);

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    // A field, a menu or a sheet above it closes first.
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]")) return;
    onClose();
  });
  useEffect(() => {
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-labelledby={titleId}
      className="flex h-full w-100 shrink-0 animate-panel flex-col border-s border-hair bg-raised"
    >
      <div className="flex items-center ps-4 pe-1 pt-1">
        <h2 id={titleId} className="flex-1 text-17 font-semibold">
          {title}
        </h2>
        <IconButton icon="x" label={t("action.close")} onClick={onClose} />
      </div>
      <div className="min-h-0 flex-1">{children}</div>
    </aside>
  );
}
