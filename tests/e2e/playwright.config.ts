import { defineConfig, devices } from "@playwright/test";
import type { InstanceOptions } from "./support/test.ts";

// What a browser does by itself would only cost time here. Autoplay stays as everybody's browser has it.
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const full = process.env.ZOETROPE_TEST === "full";
const desktop = { ...devices["Desktop Chrome"], viewport: { width: 1440, height: 900 } };
const { defaultBrowserType: _, ...phone } = devices["Pixel 7"];

/** These need demo content, which takes minutes. */
const onDemo = ["screens.spec.ts", "endurance.spec.ts"];

/** On one of the two only, outside the full run: what differs there by the finger alone, which taps.spec.ts and feed.spec.ts use. */
const onDesktop = [
  "first-minutes.spec.ts",
  "lists.spec.ts",
  "moderation.spec.ts",
  "naughty.spec.ts",
  "own-clip.spec.ts",
  "reach.spec.ts",
  "react.spec.ts",
  "settings.spec.ts",
  "setup.spec.ts",
  "share.spec.ts",
  "sign-up.spec.ts",
  "socket.spec.ts",
  "upload.spec.ts",
];
const onPhone = ["accessible.spec.ts", "film.spec.ts", "people.spec.ts", "taps.spec.ts"];

/** Each project has one instance of the program, which all its tests share (see support/test.ts). */
export default defineConfig<object, InstanceOptions>({
  testDir: ".",
  outputDir: "test-results",
  workers: 1,
  fullyParallel: false,
  forbidOnly: !!process.env.CI,
  // The machine may be slow and busy; what is waited for usually comes within a second.
  timeout: 180_000,
  expect: { timeout: 60_000 },
  use: {
    actionTimeout: 60_000,
    navigationTimeout: 60_000,
    locale: "en-GB",
    launchOptions: {
      executablePath: process.env.ZOETROPE_CHROMIUM || "/usr/bin/chromium",
      args: quiet,
    },
  },
  projects: [
    { name: "desktop", testIgnore: full ? onDemo : [...onDemo, ...onPhone], use: desktop },
    {
      name: "phone",
      testIgnore: full ? onDemo : [...onDemo, ...onDesktop],
      use: { ...phone, viewport: { width: 390, height: 844 } },
    },
    // ZOETROPE_SCREENS names a folder for pictures of every screen.
    ...(full || process.env.ZOETROPE_SCREENS
      ? [{ name: "demo", testMatch: onDemo, use: { ...desktop, origin: "demo" as const } }]
      : []),
    // Installing and building everything takes minutes.
    ...(full
      ? [
          {
            name: "clean clone",
            testMatch: "first-minutes.spec.ts",
            use: { ...desktop, origin: "clone" as const },
          },
        ]
      : []),
  ],
});
