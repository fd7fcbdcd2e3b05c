import { defineConfig, globalIgnores } from "eslint/config";
import coreWebVitals from "eslint-config-next/core-web-vitals";
import typescript from "eslint-config-next/typescript";
import prettier from "eslint-config-prettier/flat";
import { readdirSync } from "node:fs";

const features = readdirSync(new URL("./src/features", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

export default defineConfig([
  ...coreWebVitals,
  ...typescript,
  prettier,
  {
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "@next/next/no-img-element": "error",
      "react/no-danger": "error",
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "ImportDeclaration[source.value='next/dynamic']",
          message: "A chunk that does not load would take the page: use components/later.",
        },
      ],
      eqeqeq: "error",
    },
  },
  // A feature may use components and lib, never another feature; routes put features together.
  ...features.map((name) => ({
    files: [`src/features/${name}/**/*.{ts,tsx}`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: features
            .filter((other) => other !== name)
            .map((other) => ({
              group: [`@/features/${other}`, `@/features/${other}/*`],
              message: "Features do not import each other; compose them in a route.",
            })),
        },
      ],
    },
  })),
  {
    files: ["src/components/**/*.{ts,tsx}", "src/lib/**/*.{ts,tsx}"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { group: ["@/features/*"], message: "components and lib know nothing of features." },
          ],
        },
      ],
    },
  },
  { files: ["scripts/**"], rules: { "no-console": "off" } },
  globalIgnores([".next/**", "next-env.d.ts", "src/lib/api/document.ts"]),
]);
