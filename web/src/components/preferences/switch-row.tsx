interface SwitchRowProps {
  label: string;
  hint: string;
  on: boolean;
  onChange: (on: boolean) => void;
}

/** What it is and what it does, with its switch at the end. */
export function SwitchRow({ label, hint, on, onChange }: SwitchRowProps) {
  return (
    <label className="flex min-h-14 items-center gap-4">
      <span className="flex-1">
        <span className="block text-15 font-semibold">{label}</span>
        <span className="block text-13 text-muted">{hint}</span>
      </span>
      <input
        type="checkbox"
        role="switch"
        className="size-5 accent-fg"
        checked={on}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  );
}
