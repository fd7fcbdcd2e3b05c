/** The username of a path segment such as `@ana` or `%40ana`; null when it is none. */
export function usernameOf(segment: string): string | null {
  let handle: string;
  try {
    handle = decodeURIComponent(segment);
  } catch {
    return null;
  }
  const name = handle.startsWith("@") ? handle.slice(1) : "";
  return /^[\p{L}\p{N}_.]{1,60}$/u.test(name) ? name : null;
}
