/** What Next tells and takes in a unit test, where no router and no request is there: tests set and look at it. */
export const router = { refresh: vi.fn(), push: vi.fn(), replace: vi.fn() };

export const place = { path: "/", query: "", cookies: new Map<string, string>() };

export function resetNext(): void {
  Object.values(router).forEach((call) => call.mockReset());
  place.path = "/";
  place.query = "";
  place.cookies.clear();
}
