"use client";

import { type ReactNode, useEffect, useId, useRef } from "react";
import { IconButton } from "@/components/button/icon-button";
import { cx } from "@/components/class-names";
import { SheetToasts } from "@/components/toast/toast";
import { afterPaintOrInput } from "@/lib/after-paint";
import { giveFocusBack } from "@/lib/focus";
import { useTranslator } from "@/lib/i18n/use-translator";

interface SheetProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Fills the height given to it instead of growing with its content. */
  tall?: boolean;
  /** Keeps the title for screen readers only. */
  hideTitle?: boolean;
  /** The content scrolls and pads by itself. */
  bare?: boolean;
}

/**
 * A modal: from the bottom on a phone, centred on a desktop. Mounted means open. The browser's own dialog traps focus,
 * closes on Escape and gives focus back to what opened it; what it closed is taken down after that is painted.
 */
export function Sheet({ title, onClose, children, tall, hideTitle, bare }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const pressed = useRef<EventTarget>(null);
  const { t } = useTranslator();
  const titleId = useId();

  // On phones whose keyboard covers the page instead of shrinking it, the sheet moves up.
  useEffect(() => {
    const view = window.visualViewport;
    if (!view) return;
    const follow = () => {
      const covered = Math.max(0, window.innerHeight - view.height - view.offsetTop);
      dialog.current?.style.setProperty("--keyboard", `${covered}px`);
    };
    view.addEventListener("resize", follow);
    return () => view.removeEventListener("resize", follow);
  }, []);

  useEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    if (element && !element.open) {
      // Not the close button: a field that asks for focus, else the sheet itself.
      const first = element.querySelector<HTMLElement>("[data-autofocus]") ?? element;
      first.setAttribute("autofocus", "");
      element.showModal();
      if (document.activeElement !== first) first.focus();
    }
    return () => {
      element?.close();
      const lost = document.activeElement === document.body;
      if (lost) giveFocusBack(opener);
    };
  }, []);

  const close = () => dialog.current?.close();

  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      tabIndex={-1}
      onClose={(event) => {
        // React tells of a sheet inside this one, too, and in development opens every sheet twice.
        if (event.target === event.currentTarget && !event.currentTarget.open)
          afterPaintOrInput(onClose);
      }}
      onPointerDown={(event) => {
        pressed.current = event.target;
      }}
      onClick={(event) => {
        // Words marked with the mouse may end beside the sheet: that, too, is a click of the dialog.
        if (event.target === event.currentTarget && pressed.current === event.target) close();
      }}
      // Keys belong to the sheet while it is open, not to the feed below.
      onKeyDown={(event) => event.stopPropagation()}
      className={cx(
        "fixed inset-x-0 top-auto bottom-(--keyboard,0px) w-full animate-sheet overflow-hidden rounded-t-stage border-t border-hair bg-raised text-fg outline-none backdrop:bg-scrim",
        "md:inset-0 md:m-auto md:max-w-110 md:rounded-stage md:border",
        tall ? "h-[75dvh] short:h-[90dvh]" : "max-h-[90dvh] md:h-fit",
      )}
    >
      <div className={cx("flex flex-col", tall ? "h-full" : "max-h-[90dvh]")}>
        <div className="flex items-center gap-2 ps-4 pe-1 pt-1">
          <h2 id={titleId} className={cx("flex-1 text-17 font-semibold", hideTitle && "sr-only")}>
            {title}
          </h2>
          {hideTitle ? <span className="flex-1" /> : null}
          <IconButton icon="x" label={t("action.close")} onClick={close} />
        </div>
        <div
          className={cx("min-h-0 flex-1", !bare && "overflow-y-auto overscroll-contain px-4 pb-4")}
        >
          {children}
        </div>
        <div className="pb-safe" />
      </div>
      <SheetToasts />
    </dialog>
  );
}
