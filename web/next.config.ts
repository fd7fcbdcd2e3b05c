import type { NextConfig } from "next";

const config: NextConfig = {
  output: "standalone",
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  poweredByHeader: false,
  reactStrictMode: true,
  // Posters and avatars are made in few sizes by our own pipeline: next/image chooses among those.
  images: {
    loader: "custom",
    loaderFile: "./src/lib/image-loader.ts",
    imageSizes: [96],
    deviceSizes: [320, 720],
  },
  // Not `experimental.inlineCss`: React writes those style tags without the nonce, and the policy
  // (lib/content-security-policy.ts) would refuse them.
};

export default config;
