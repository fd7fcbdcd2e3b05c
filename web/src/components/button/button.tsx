import type { ComponentProps, ReactNode } from "react";
import { cx } from "@/components/class-names";
import { SlitLoader } from "@/components/slit-loader/slit-loader";

export type ButtonKind = "primary" | "secondary" | "quiet" | "danger";

const kinds: Record<ButtonKind, string> = {
  primary: "bg-lamp text-on-lamp",
  secondary: "border border-line text-fg hover:bg-raised",
  quiet: "text-fg hover:bg-hair",
  danger: "border border-liked text-liked hover:bg-raised",
};

export function buttonClass(kind: ButtonKind = "secondary", className?: string): string {
  return cx(
    "inline-flex min-h-11 items-center justify-center gap-2 rounded-control px-4 text-15 font-semibold",
    "transition-opacity duration-120 ease-brand active:opacity-80 disabled:opacity-50",
    kinds[kind],
    className,
  );
}

interface ButtonProps extends ComponentProps<"button"> {
  kind?: ButtonKind;
  /** Shows the loader and refuses further taps. */
  busy?: boolean;
  icon?: ReactNode;
}

/** One primary action a screen; everything else is secondary or quiet. */
export function Button({ kind, busy, icon, className, children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled === true || busy === true}
      aria-busy={busy || undefined}
      className={buttonClass(kind, className)}
    >
      {busy ? <SlitLoader /> : icon}
      {children}
    </button>
  );
}
