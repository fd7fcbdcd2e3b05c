import "server-only";
import { cache } from "react";
import { load } from "@/lib/api/server";
import type { Instance } from "@/lib/api/types";
import { url } from "@/lib/api/url";

/** What pages show while the gateway cannot be asked: the product's own name and nothing promised. */
const unknownInstance: Instance = {
  name: "Zoetrope",
  description: "",
  icon: null,
  accent: null,
  registration: "closed",
  minimumAge: 13,
  rules: [],
  legal: { terms: null, privacy: null, imprint: null },
  contact: null,
  signedOutBrowsing: true,
  publicUrl: "",
  setup: false,
  limits: { uploadBytes: 0, durationMs: 0, types: [], captionLength: 2000 },
  features: { mail: false, passkeys: false },
};

let last: { instance: Instance; readAt: number } | null = null;

/** An instance's settings change a few times a year; a page may be this old about them. */
const freshMs = 5_000;

export const getInstance = cache(async (): Promise<Instance> => {
  // While it waits to be set up every page must notice the moment it is.
  if (last && !last.instance.setup && Date.now() - last.readAt < freshMs) return last.instance;
  const { data } = await load(url("/instance"));
  if (data) last = { instance: { ...unknownInstance, ...data }, readAt: Date.now() };
  return last?.instance ?? unknownInstance;
});
