import type { MetadataRoute } from "next";
import { getInstance } from "@/lib/instance/server";

const ourIcons: MetadataRoute.Manifest["icons"] = [
  { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" },
  { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png" },
  { src: "/icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
];

/** The server keeps the place's own in both sizes side by side. */
const ownIcons = (icon: string): MetadataRoute.Manifest["icons"] => [
  { src: icon, sizes: "192x192", type: "image/png" },
  { src: icon.replace(/192\.png$/, "512.png"), sizes: "512x512", type: "image/png" },
];

/** Makes the place installable under its own name. */
export default async function manifest(): Promise<MetadataRoute.Manifest> {
  const { name, description, icon } = await getInstance();
  return {
    id: "/",
    name,
    short_name: name.slice(0, 20),
    description: description || undefined,
    start_url: "/",
    scope: "/",
    display: "standalone",
    background_color: "#11100e",
    theme_color: "#11100e",
    icons: icon ? ownIcons(icon) : ourIcons,
  };
}
