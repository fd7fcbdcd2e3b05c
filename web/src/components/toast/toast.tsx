"use client";

import Link from "next/link";
import {
  type ReactNode,
  createContext,
  useCallback,
  useContext,
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { randomId } from "@/lib/ids";

export interface Toast {
  text: string;
  /** Where a tap on it leads. */
  href?: string;
  action?: { label: string; run: () => void };
}

type Show = (toast: Toast) => void;
const ToastContext = createContext<Show | null>(null);

interface Shown {
  toasts: (Toast & { id: string })[];
  drop: (id: string) => void;
  /** Whose sheet is open above the page, the topmost last. */
  above: string[];
  setAbove: (change: (above: string[]) => string[]) => void;
}
const ShownContext = createContext<Shown | null>(null);

const visibleMs = 5_000;
/** Time to reach what can be undone, by whatever means. */
const actionMs = 10_000;
const maxShown = 3;

/** Short lines about one's own acts and arrivals, announced politely. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Shown["toasts"]>([]);
  const [above, setAbove] = useState<string[]>([]);

  const drop = useCallback((id: string) => {
    setToasts((all) => all.filter((toast) => toast.id !== id));
  }, []);

  const show = useCallback<Show>((toast) => {
    const id = randomId();
    setToasts((all) =>
      [...all.filter((old) => old.text !== toast.text), { ...toast, id }].slice(-maxShown),
    );
  }, []);

  const shown = useMemo(() => ({ toasts, drop, above, setAbove }), [toasts, drop, above]);
  return (
    <ToastContext value={show}>
      <ShownContext value={shown}>
        {children}
        <Region toasts={above.length === 0 ? toasts : []} drop={drop} />
      </ShownContext>
    </ToastContext>
  );
}

/** Where toasts stand while a sheet is open: the page around it can be neither heard nor tapped. */
export function SheetToasts() {
  const shown = useContext(ShownContext);
  const id = useId();
  const setAbove = shown?.setAbove;
  useEffect(() => {
    setAbove?.((above) => [...above, id]);
    return () => setAbove?.((above) => above.filter((other) => other !== id));
  }, [setAbove, id]);
  if (!shown) return null;
  const { toasts, drop, above } = shown;
  return <Region toasts={above.at(-1) === id ? toasts : []} drop={drop} />;
}

function Region({ toasts, drop }: Pick<Shown, "toasts" | "drop">) {
  const region = useRef<HTMLDivElement>(null);

  // The top layer, raised anew with each toast: else an open sheet would lie above it.
  useEffect(() => {
    const element = region.current;
    if (typeof element?.showPopover !== "function") return;
    if (element.matches(":popover-open")) element.hidePopover();
    element.showPopover();
  }, [toasts.length]);

  return (
    <div
      ref={region}
      popover="manual"
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 top-0 bottom-auto z-50 m-0 flex h-auto w-full flex-col items-center gap-2 border-0 bg-transparent px-4 pt-[calc(0.5rem+env(safe-area-inset-top))] pb-4"
    >
      {toasts.map(({ id, ...toast }) => (
        <Line key={id} toast={toast} onDrop={() => drop(id)} />
      ))}
    </div>
  );
}

/** Stays while somebody points at it or is in it: time runs anew when they have left. */
function Line({ toast, onDrop }: { toast: Toast; onDrop: () => void }) {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const held = pointed || focused;
  const drop = useEffectEvent(onDrop);
  const forMs = toast.action ? actionMs : visibleMs;

  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => drop(), forMs);
    return () => clearTimeout(timer);
  }, [held, forMs]);

  return (
    <div
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      className="pointer-events-auto flex min-h-11 max-w-full animate-fade items-center gap-4 rounded-control border border-line bg-raised px-4 py-2 text-15 text-fg"
    >
      {toast.href ? (
        <Link href={toast.href} onClick={onDrop}>
          {toast.text}
        </Link>
      ) : (
        <span>{toast.text}</span>
      )}
      {toast.action ? (
        <button
          type="button"
          className="min-h-11 font-semibold text-link"
          onClick={() => {
            toast.action?.run();
            onDrop();
          }}
        >
          {toast.action.label}
        </button>
      ) : null}
    </div>
  );
}

export function useToast(): Show {
  const show = useContext(ToastContext);
  if (!show) throw new Error("useToast needs ToastProvider above it.");
  return show;
}
