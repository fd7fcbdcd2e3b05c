import type { NextConfig } from "next";

const config: NextConfig = {
  output: "standalone",
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  poweredByHeader: false,
  reactStrictMode: true,
  // Posters and avatars come from the media store in the sizes they are shown in.
  images: { unoptimized: true },
  // Not `experimental.inlineCss`: React writes those style tags without the nonce, and the policy
  // (lib/content-security-policy.ts) would refuse them.
};

export default config;
