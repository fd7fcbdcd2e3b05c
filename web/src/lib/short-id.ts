/** The 22 characters of a short link are the 16 bytes of the id, base64url. */
export function fromShortId(short: string): string | null {
  if (/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(short)) return short.toLowerCase();
  if (!/^[\w-]{22}$/.test(short)) return null;
  const bytes = atob(short.replaceAll("-", "+").replaceAll("_", "/") + "==");
  const hex = Array.from(bytes, (char) => char.charCodeAt(0).toString(16).padStart(2, "0")).join(
    "",
  );
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function toShortId(id: string): string {
  const bytes = id.replaceAll("-", "").match(/../g) ?? [];
  return btoa(String.fromCharCode(...bytes.map((byte) => parseInt(byte, 16))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
