import { NextRequest } from "next/server";
import { proxy } from "./proxy";

const answerTo = (path: string) => proxy(new NextRequest(`http://localhost:3000${path}`)).headers;

it("gives each page a policy with a nonce of its own", () => {
  const policies = ["/", "/"].map((path) => answerTo(path).get("content-security-policy"));
  expect(policies[0]).toMatch(/'nonce-[^']+'/);
  expect(policies[0]).not.toBe(policies[1]);
});

it("leaves to the gateway what it says with every answer, so that nothing is said twice", () => {
  expect(answerTo("/").has("x-content-type-options")).toBe(false);
  expect(answerTo("/").has("referrer-policy")).toBe(false);
});
