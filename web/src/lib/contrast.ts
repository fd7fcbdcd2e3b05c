/** What is written on the accent, in both themes; `--on-lamp`. */
const ink = 0.0053;
/** WCAG 2.2, 1.4.3; the server refuses less. */
export const leastContrast = 4.5;

const channel = (hex: string) => {
  const value = parseInt(hex, 16) / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
};

/** How well ink reads on a colour, from 1 to 18; null for what is no `#rrggbb`. */
export function contrastWithInk(colour: string): number | null {
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (!parts) return null;
  const [red, green, blue] = [channel(parts[1]!), channel(parts[2]!), channel(parts[3]!)];
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) / (ink + 0.05);
}
