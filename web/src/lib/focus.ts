/** The clip being watched takes the focus that has nowhere else to go: reading begins there. */
export function focusWatched(): void {
  document
    .querySelector<HTMLElement>("[role=feed] > :not([inert])[tabindex]")
    ?.focus({ preventScroll: true });
}

/** Back to what opened something, or to the clip where that is no longer to be used. */
export function giveFocusBack(opener: Element | null): void {
  const usable =
    opener instanceof HTMLElement &&
    opener !== document.body &&
    opener.isConnected &&
    !opener.closest("[inert]");
  if (usable) opener.focus();
  else focusWatched();
}
