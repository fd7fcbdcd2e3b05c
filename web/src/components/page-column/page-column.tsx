import type { ReactNode } from "react";
import { cx } from "@/components/class-names";

/** A page that is read rather than watched: a title and one column. */
export function PageColumn({
  title,
  wide,
  children,
}: {
  title: string;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div
      className={cx(
        "mx-auto flex w-full flex-col gap-6 px-4 pt-6 pb-16",
        wide ? "max-w-240" : "max-w-160",
      )}
    >
      <h1 className="font-display text-28 font-extrabold tracking-display">{title}</h1>
      {children}
    </div>
  );
}
