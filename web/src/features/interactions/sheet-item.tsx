import { Icon } from "@/components/icon/icon";
import type { IconName } from "@/components/icon/icon-name";

export const sheetItemClass =
  "flex min-h-12 items-center gap-3 rounded-control text-start text-17 hover:bg-hair";

interface SheetItemProps {
  icon: IconName;
  label: string;
  onPress: () => void;
}

/** One act in a sheet of acts. */
export function SheetItem({ icon, label, onPress }: SheetItemProps) {
  return (
    <button type="button" onClick={onPress} className={sheetItemClass}>
      <Icon name={icon} />
      {label}
    </button>
  );
}
