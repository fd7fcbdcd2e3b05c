/** How much is unread. Decorative: the link's name says it too. */
export function Badge({ count }: { count: number }) {
  if (count <= 0) return null;
  return (
    <span
      aria-hidden="true"
      className="absolute end-0.5 top-0.5 min-w-5 rounded-control bg-lamp px-1 text-center text-13 font-bold text-on-lamp tabular-nums"
    >
      {count > 99 ? "99+" : count}
    </span>
  );
}
