// Builds src/components/icon/sprite.svg from Phosphor (MIT): regular = off, fill = on.
import { readFileSync, writeFileSync } from "node:fs";

const both = [
  "bell",
  "bookmark-simple",
  "chat-circle",
  "compass",
  "heart",
  "house",
  "magnifying-glass",
  "user",
  "users",
  "push-pin",
  "tray",
  "tag",
  "shield",
  "flag",
];
const regular = [
  "arrow-down",
  "arrow-left",
  "arrow-up",
  "caret-down",
  "caret-right",
  "check",
  "clock",
  "copy",
  "dots-three",
  "download-simple",
  "eye-slash",
  "gear",
  "globe",
  "hash",
  "image",
  "info",
  "key",
  "link",
  "list",
  "lock",
  "moon",
  "paper-plane-tilt",
  "pencil-simple",
  "plus",
  "qr-code",
  "question",
  "share-fat",
  "sign-out",
  "sliders-horizontal",
  "speaker-high",
  "speaker-slash",
  "sun",
  "trash",
  "upload-simple",
  "user-plus",
  "video",
  "warning",
  "x",
  "chart-bar",
  "closed-captioning",
  "calendar-blank",
  "scissors",
  "arrow-clockwise",
  "prohibit",
  "film-slate",
  "wifi-slash",
  "gauge",
];
const fill = ["pause", "play"];

const assets = new URL("../node_modules/@phosphor-icons/core/assets/", import.meta.url);

function symbol(name, weight) {
  const file = weight === "regular" ? `${name}.svg` : `${name}-${weight}.svg`;
  const svg = readFileSync(new URL(`${weight}/${file}`, assets), "utf8");
  const body = svg.slice(svg.indexOf(">") + 1, svg.lastIndexOf("</svg>"));
  const id = weight === "regular" ? name : `${name}-fill`;
  return `<symbol id="${id}" viewBox="0 0 256 256">${body}</symbol>`;
}

const symbols = [
  ...[...both, ...regular].map((name) => symbol(name, "regular")),
  ...[...both, ...fill].map((name) => symbol(name, "fill")),
];
const sprite = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256" fill="currentColor">\n${symbols.join("\n")}\n</svg>\n`;
writeFileSync(new URL("../src/components/icon/sprite.svg", import.meta.url), sprite);

const names = [...both, ...regular, ...fill].sort().map((name) => `  | "${name}"`);
writeFileSync(
  new URL("../src/components/icon/icon-name.ts", import.meta.url),
  `// Written by scripts/build-icons.mjs.\nexport type IconName =\n${names.join("\n")};\n`,
);
console.log(`${symbols.length} symbols, ${Math.round(sprite.length / 1024)} kB`);
