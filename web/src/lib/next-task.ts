/** What follows runs as a task of its own: a paint or a tap may come before it. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
