import { cx } from "@/components/class-names";

/** The drum turning, twelve frames a second. Never over a playing clip. */
export function SlitLoader({ className }: { className?: string }) {
  return (
    <span className={cx("inline-block h-4 w-9 overflow-hidden", className)} aria-hidden="true">
      <span className="flex h-full w-12 animate-slits gap-2">
        <span className="h-full w-1 shrink-0 bg-current" />
        <span className="h-full w-1 shrink-0 bg-current" />
        <span className="h-full w-1 shrink-0 bg-current" />
        <span className="h-full w-1 shrink-0 bg-current" />
        <span className="h-full w-1 shrink-0 bg-current" />
      </span>
    </span>
  );
}
