// Draws the app's icons: the slits of the drum on ink. PNG needs no more than zlib.
import { mkdirSync, writeFileSync } from "node:fs";
import { deflateSync } from "node:zlib";

const ink = [0x11, 0x10, 0x0e];
const bone = [0xf4, 0xef, 0xe6];
const lamp = [0xff, 0xc5, 0x3d];
// x, y, width, height of each slit in a 28-unit square, as in the wordmark.
const slits = [
  [2, 9, 3, 10, bone],
  [7, 5, 4, 18, bone],
  [13, 2, 5, 24, lamp],
  [20, 5, 3, 18, bone],
  [25, 9, 2, 10, bone],
];

// Node 20 has no zlib.crc32.
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** `share`: how much of the square the drum takes; a maskable icon needs a wide margin. */
function draw(size, share) {
  const unit = (size * share) / 28;
  const margin = (size * (1 - share)) / 2;
  const rows = Buffer.alloc(size * (size * 3 + 1));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const slit = slits.find(
        ([left, top, width, height]) =>
          x >= Math.round(margin + left * unit) &&
          x < Math.round(margin + (left + width) * unit) &&
          y >= Math.round(margin + top * unit) &&
          y < Math.round(margin + (top + height) * unit),
      );
      const colour = slit ? slit[4] : ink;
      colour.forEach((value, channel) => {
        rows[y * (size * 3 + 1) + 1 + x * 3 + channel] = value;
      });
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const publicIcons = new URL("../public/icons/", import.meta.url);
mkdirSync(publicIcons, { recursive: true });
writeFileSync(new URL("icon-192.png", publicIcons), draw(192, 0.72));
writeFileSync(new URL("icon-512.png", publicIcons), draw(512, 0.72));
writeFileSync(new URL("maskable-512.png", publicIcons), draw(512, 0.5));
writeFileSync(new URL("../public/apple-icon.png", import.meta.url), draw(180, 0.66));
