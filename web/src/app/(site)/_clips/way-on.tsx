import Link from "next/link";
import { buttonClass } from "@/components/button/button";

/** The one button of an empty or finished feed. */
export function WayOn({ href, label }: { href: string; label: string }) {
  return (
    <Link href={href} className={buttonClass("primary")}>
      {label}
    </Link>
  );
}
