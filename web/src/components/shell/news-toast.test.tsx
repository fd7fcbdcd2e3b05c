import { act, screen } from "@testing-library/react";
import { http } from "msw";
import type { ReactNode } from "react";
import type { Notification } from "@/lib/api/types";
import { aMe, aUser } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { refuse } from "@/test/states";
import { NewsToast } from "./news-toast";

const heard = vi.hoisted(() => ({ notification: (_item: unknown) => {}, resumed: () => {} }));
vi.mock("@/lib/live/live", async (original) => ({
  ...(await original<object>()),
  LiveProvider: ({ children }: { children: ReactNode }) => children,
  useLiveResumed: (handler: () => void) => (heard.resumed = handler),
  useLive: (event: string, handler: (item: unknown) => void) => {
    if (event === "notification") heard.notification = handler;
  },
}));

function comes(id: string, type: Notification["type"], name: string) {
  const actor = { ...aUser(name), displayName: name };
  act(() => heard.notification({ id, type, url: `/${id}`, actors: [actor], count: 1 }));
}
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
// No popover opens in a unit test.
const region = () => document.querySelector("[popover][role=status][aria-live=polite]")!;
const lines = () => [...region().children].map((line) => line.textContent);

beforeEach(() => {
  vi.useFakeTimers();
  renderApp(<NewsToast />, { me: aMe() });
});
afterEach(() => vi.useRealTimers());

it("tells of one thing by name, in the polite region, with the way there", async () => {
  comes("n1", "like", "Ana");
  await pass(1_000);
  expect(lines()).toEqual(["Ana likes your clip"]);
  expect(screen.getByText("Ana likes your clip")).toHaveAttribute("href", "/n1");
});

it("tells likes of one clip in one line", async () => {
  for (const name of ["Ana", "Ben", "Cleo"]) comes("n1", "like", name);
  await pass(1_000);
  expect(lines()).toEqual(["Cleo and 2 others like your clip"]);
});

it("tells different things that come together in one line, leading to the inbox", async () => {
  comes("n1", "like", "Ana");
  comes("n2", "follow", "Ben");
  await pass(1_000);
  expect(lines()).toEqual(["2 new things in your inbox"]);
  expect(screen.getByText(/^2 new/)).toHaveAttribute("href", "/inbox");
});

it("does not follow up before the last line is read", async () => {
  comes("n1", "like", "Ana");
  await pass(1_000);
  for (let index = 0; index < 9; index++) {
    comes(`f${String(index)}`, "follow", `Fan${String(index)}`);
    await pass(400);
  }
  expect(lines()).toEqual(["Ana likes your clip"]);
  await pass(1_400);
  expect(lines()).toEqual(["9 new things in your inbox"]);
});

it("says so when the session ended while nobody listened", async () => {
  server.use(http.get("*/api/notifications/unread", refuse(401, "unauthenticated")));
  heard.resumed();
  await vi.waitFor(async () => {
    await pass(10);
    expect(lines()).toEqual(["Your session has ended. Log in again."]);
  });
});
