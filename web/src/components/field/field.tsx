"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { cx } from "@/components/class-names";

// 16 px at least: smaller inputs make phones zoom in.
export const controlClass =
  "w-full min-h-11 rounded-control border border-line bg-raised px-3 py-2 text-17 text-fg placeholder:text-muted aria-invalid:border-liked";

interface FrameProps {
  label: string;
  hint?: ReactNode;
  error?: string;
  className?: string;
  children: (control: {
    id: string;
    "aria-invalid": true | undefined;
    "aria-describedby": string | undefined;
  }) => ReactNode;
}

/** Label, hint and the server's message for this field, tied to whatever control is inside. */
export function FieldFrame({ label, hint, error, className, children }: FrameProps) {
  const id = useId();
  const described = cx(hint ? `${id}-hint` : null, error ? `${id}-error` : null) || undefined;
  return (
    <div className={cx("flex flex-col gap-1", className)}>
      <label htmlFor={id} className="text-13 font-semibold">
        {label}
      </label>
      {children({ id, "aria-invalid": error ? true : undefined, "aria-describedby": described })}
      {hint ? (
        <p id={`${id}-hint`} className="text-13 text-muted">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="text-13 text-liked">
          {error}
        </p>
      ) : null}
    </div>
  );
}

interface FieldProps extends Omit<ComponentProps<"input">, "id"> {
  label: string;
  hint?: ReactNode;
  error?: string;
}

export function Field({ label, hint, error, className, ...input }: FieldProps) {
  return (
    <FieldFrame label={label} hint={hint} error={error} className={className}>
      {(control) => <input {...input} {...control} className={controlClass} />}
    </FieldFrame>
  );
}

interface TextAreaProps extends Omit<ComponentProps<"textarea">, "id"> {
  label: string;
  hint?: ReactNode;
  error?: string;
}

export function TextArea({ label, hint, error, className, ...input }: TextAreaProps) {
  return (
    <FieldFrame label={label} hint={hint} error={error} className={className}>
      {(control) => <textarea rows={3} {...input} {...control} className={controlClass} />}
    </FieldFrame>
  );
}
