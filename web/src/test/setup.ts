import "@testing-library/jest-dom/vitest";
import { cleanup } from "@testing-library/react";
import { resetNext } from "./next";
import { server } from "./server";

// Server components ask the same fake gateway.
process.env.ZOETROPE_API = "http://localhost:3000";

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => {
  cleanup();
  server.resetHandlers();
  localStorage.clear();
  resetNext();
});
// Files share a worker and its document: what one leaves behind would meet the next.
afterAll(() => {
  server.close();
  vi.resetModules();
  sessionStorage.clear();
  document.body.replaceChildren();
});

// No app router is mounted in a unit test, and no request is there.
vi.mock("next/navigation", async (original) => {
  const { place, router } = await import("./next");
  return {
    ...(await original<object>()),
    useRouter: () => router,
    usePathname: () => place.path,
    useSearchParams: () => new URLSearchParams(place.query),
  };
});
vi.mock("next/headers", async () => {
  const { place } = await import("./next");
  const all = () => [...place.cookies].map(([name, value]) => ({ name, value }));
  return {
    cookies: () =>
      Promise.resolve({
        getAll: all,
        get: (name: string) => all().find((cookie) => cookie.name === name),
        size: place.cookies.size,
      }),
    headers: () => Promise.resolve(new Headers()),
  };
});

// jsdom has no dialogs, no media, no layout observers and nothing to scroll.
HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.show ??= function show(this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
  this.open = false;
  this.dispatchEvent(new Event("close"));
};
Element.prototype.scrollIntoView ??= () => undefined;
HTMLMediaElement.prototype.play = () => Promise.resolve();
HTMLMediaElement.prototype.pause = () => undefined;
HTMLMediaElement.prototype.load = () => undefined;

class NoObserver implements Pick<IntersectionObserver, "observe" | "unobserve" | "disconnect"> {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
  takeRecords(): [] {
    return [];
  }
}
vi.stubGlobal("IntersectionObserver", NoObserver);
vi.stubGlobal("ResizeObserver", NoObserver);
window.matchMedia ??= (query: string) =>
  ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }) as unknown as MediaQueryList;
