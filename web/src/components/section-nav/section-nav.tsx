import Link from "next/link";
import { cx } from "@/components/class-names";

export interface Section {
  href: string;
  label: string;
  here?: boolean;
}

/** The parts of a long page, one tap away. */
export function SectionNav({ label, sections }: { label: string; sections: Section[] }) {
  return (
    <nav aria-label={label} className="flex flex-wrap gap-x-4 border-b border-hair">
      {sections.map(({ href, label: name, here }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          aria-current={here ? "page" : undefined}
          className={cx(
            "flex min-h-11 shrink-0 items-center border-b-2 text-15 font-semibold",
            here ? "border-lamp" : "border-transparent text-muted",
          )}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
