import { cx } from "@/components/class-names";
import type { IconName } from "./icon-name";
import sprite from "./sprite.svg";

export const spriteUrl: string = sprite.src;

interface IconProps {
  name: IconName;
  /** On: the filled form. Only some icons have one. */
  on?: boolean;
  /** 20 px in the interface, 28 px on film. */
  size?: 16 | 20 | 24 | 28 | 44;
  className?: string;
}

const filled = new Set<string>([
  "bell",
  "bookmark-simple",
  "chat-circle",
  "compass",
  "heart",
  "house",
  "magnifying-glass",
  "user",
  "users",
  "push-pin",
  "tray",
  "tag",
  "shield",
  "flag",
  "pause",
  "play",
]);

const alwaysFilled = new Set<IconName>(["pause", "play"]);

/** Decorative: the control around it carries the name. */
export function Icon({ name, on = false, size = 20, className }: IconProps) {
  const id = alwaysFilled.has(name) || (on && filled.has(name)) ? `${name}-fill` : name;
  return (
    <svg
      width={size}
      height={size}
      fill="currentColor"
      aria-hidden="true"
      className={cx("shrink-0 overflow-visible", className)}
    >
      <use href={`${spriteUrl}#${id}`} />
    </svg>
  );
}
