import Image from "next/image";

interface MarkProps {
  size?: number;
  /** The place's own, where it has one. */
  icon?: string | null;
}

/** The slits of the drum, open wider towards the middle; or the place's own icon. */
export function Mark({ size = 28, icon }: MarkProps) {
  if (icon) {
    return (
      <Image
        src={icon}
        alt=""
        width={size}
        height={size}
        unoptimized
        className="shrink-0 rounded-control"
      />
    );
  }
  return (
    <svg width={size} height={size} viewBox="0 0 28 28" aria-hidden="true" className="shrink-0">
      <rect x="2" y="9" width="3" height="10" className="fill-fg" />
      <rect x="7" y="5" width="4" height="18" className="fill-fg" />
      <rect x="13" y="2" width="5" height="24" fill="var(--lamp)" />
      <rect x="20" y="5" width="3" height="18" className="fill-fg" />
      <rect x="25" y="9" width="2" height="10" className="fill-fg" />
    </svg>
  );
}

/** The instance's name in the brand's letters. */
export function Wordmark({ name, icon }: { name: string; icon?: string | null }) {
  return (
    <span className="inline-flex items-center gap-2">
      <Mark icon={icon} />
      <span className="font-display text-20 font-extrabold tracking-display">{name}</span>
    </span>
  );
}
