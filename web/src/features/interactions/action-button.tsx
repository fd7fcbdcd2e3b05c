import { cx } from "@/components/class-names";
import { Icon } from "@/components/icon/icon";
import type { IconName } from "@/components/icon/icon-name";

interface ActionButtonProps {
  icon: IconName;
  label: string;
  count?: string;
  on?: boolean;
  pressed?: boolean;
  tone?: "liked" | "lamp";
  expanded?: boolean;
  onPress: () => void;
}

/** One act beside the clip: icon above, count below, 44 px at least. */
export function ActionButton(props: ActionButtonProps) {
  const { icon, label, count, on, pressed, tone, expanded, onPress } = props;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      aria-expanded={expanded}
      onClick={(event) => {
        event.stopPropagation();
        onPress();
      }}
      className="flex min-h-11 w-13 flex-col items-center justify-center gap-0.5 py-1 transition-transform duration-120 ease-brand active:scale-90"
    >
      <Icon
        name={icon}
        on={on}
        size={28}
        className={cx(
          on && tone === "liked" && "film-edge text-liked md:stroke-none",
          on && tone === "lamp" && "film-edge text-lamp md:stroke-none md:text-link",
        )}
      />
      {count === undefined ? null : (
        <span className="text-13 font-semibold tabular-nums" aria-hidden="true">
          {count}
        </span>
      )}
    </button>
  );
}
