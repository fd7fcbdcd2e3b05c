import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const here = import.meta.dirname;
// Somewhere a day begins later than in UTC.
process.env.TZ = "America/New_York";

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: {
      "@messages": `${here}/messages`,
      "@": `${here}/src`,
      "server-only": `${here}/src/test/server-only.ts`,
    },
  },
  test: {
    environment: "jsdom",
    environmentOptions: { jsdom: { url: "http://localhost:3000/" } },
    globals: true,
    setupFiles: ["src/test/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    testTimeout: 10_000,
    // One jsdom a worker instead of one a file, which took most of the time; src/test/setup.ts clears up after each file.
    isolate: false,
    pool: "threads",
    maxWorkers: 2,
  },
});
