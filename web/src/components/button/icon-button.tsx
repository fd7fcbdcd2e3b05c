import type { ComponentProps } from "react";
import { cx } from "@/components/class-names";
import { Icon } from "@/components/icon/icon";
import type { IconName } from "@/components/icon/icon-name";

interface IconButtonProps extends Omit<ComponentProps<"button">, "children"> {
  icon: IconName;
  label: string;
  on?: boolean;
  size?: 20 | 24 | 28;
}

/** A 44 px target with a name for those who cannot see the icon. */
export function IconButton({ icon, label, on, size, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={cx(
        "inline-flex size-11 shrink-0 items-center justify-center rounded-control transition-opacity duration-120 ease-brand hover:bg-hair active:opacity-80 disabled:opacity-50",
        className,
      )}
    >
      <Icon name={icon} on={on} size={size} />
    </button>
  );
}
