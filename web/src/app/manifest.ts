import type { MetadataRoute } from "next";
import { getInstance } from "@/lib/instance/server";

/** Makes the place installable under its own name. */
export default async function manifest(): Promise<MetadataRoute.Manifest> {
  const { name, description } = await getInstance();
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
    icons: [
      { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
  };
}
