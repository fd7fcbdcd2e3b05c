import type { IconName } from "@/components/icon/icon-name";

export interface Place {
  href: string;
  icon: IconName;
  label: string;
  rail: boolean;
  bar: boolean;
}

/**
 * Where the shell leads, without prefetching: the first seconds of the line belong to the clip.
 * the profile or log-in link is added by whoever draws them.
 */
export const places: Place[] = [
  { href: "/", icon: "house", label: "nav.forYou", rail: true, bar: true },
  { href: "/following", icon: "users", label: "nav.following", rail: true, bar: false },
  { href: "/discover", icon: "compass", label: "nav.discover", rail: true, bar: true },
  { href: "/search", icon: "magnifying-glass", label: "nav.search", rail: true, bar: false },
  { href: "/upload", icon: "plus", label: "nav.upload", rail: true, bar: true },
  { href: "/inbox", icon: "bell", label: "nav.inbox", rail: true, bar: true },
];

export function isHere(pathname: string, href: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}

/** The feeds are film: their bar stays dark in both themes. */
export function isFilm(pathname: string): boolean {
  const feeds = ["/", "/following", "/latest"];
  return feeds.includes(pathname) || /^\/(@|%40)[^/]+\/video\//.test(pathname);
}
