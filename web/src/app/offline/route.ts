import { createHash } from "node:crypto";
import { serverTranslator } from "@/lib/i18n/server";
import { getInstance } from "@/lib/instance/server";

const style = `body{margin:0;background:#11100e;color:#f4efe6;font:17px/1.5 system-ui,sans-serif}main{min-height:100vh;display:grid;place-content:center;justify-items:center;gap:24px;padding:24px;box-sizing:border-box;text-align:center}h1{margin:0;font-size:28px;line-height:34px}p{margin:0;max-width:22em;color:#a8a195}a{display:inline-flex;align-items:center;min-height:44px;padding:0 16px;border-radius:6px;background:#ffc53d;color:#11100e;font-weight:600;text-decoration:none}@media(prefers-color-scheme:light){body{background:#f7f2e8;color:#1a1815}p{color:#655e53}}`;
// Nobody who reads is interrupted by the clock: only the line's return asks again.
const script = `addEventListener("online",()=>location.reload())`;
const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const escape = (text: string) =>
  text.replace(/[&<>"]/g, (char) => `&#${String(char.charCodeAt(0))};`);

/**
 * What the service worker shows while there is no connection: one file that needs nothing else. Its
 * link and its script ask for whatever address it stands at.
 */
export async function GET() {
  const [{ t, locale }, { name }] = await Promise.all([serverTranslator(), getInstance()]);
  const slits = [20, 34, 48, 60, 16, 6, 6, 16, 60, 48, 34, 20]
    .map(
      (height, index) =>
        `<rect x="${index * 12}" y="${(60 - height) / 2}" width="6" height="${height}" fill="${index === 5 ? "#ffc53d" : "#6b655b"}"/>`,
    )
    .join("");
  const html = `<!doctype html><html lang="${locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escape(name)}</title><style>${style}</style><main><svg width="138" height="60" aria-hidden="true">${slits}</svg><h1>${escape(t("offline.title"))}</h1><p>${escape(t("offline.text"))}</p><a href="">${escape(t("action.retry"))}</a></main><script>${script}</script></html>`;
  return new Response(html, {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Cache-Control": "no-store",
      "Content-Security-Policy": `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; frame-ancestors 'none'`,
    },
  });
}
