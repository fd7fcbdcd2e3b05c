import { contentSecurityPolicy } from "./content-security-policy";

const policy = (embeddable = false) =>
  contentSecurityPolicy({ nonce: "abc", embeddable, development: false });

it("allows scripts by nonce alone, never inline or evaluated", () => {
  const scripts = policy()
    .split("; ")
    .find((part) => part.startsWith("script-src"));
  expect(scripts).toBe("script-src 'nonce-abc' 'strict-dynamic'");
});

it("may be framed only where the clip is meant to be embedded", () => {
  expect(policy()).toContain("frame-ancestors 'none'");
  expect(policy(true)).toContain("frame-ancestors *");
});
