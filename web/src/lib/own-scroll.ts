/** Marks what scrolls by itself within the feed. */
export const ownScroll = "data-own-scroll";

/** Whether a wheel or key there belongs to text that is longer than its box. */
export function scrollsByItself(target: EventTarget | null): boolean {
  const box = target instanceof Element ? target.closest(`[${ownScroll}]`) : null;
  return box !== null && box.scrollHeight > box.clientHeight + 1;
}
