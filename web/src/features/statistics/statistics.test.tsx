import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, delay, http } from "msw";
import type { Statistics as Figures, StatisticsTotals } from "@/lib/api/types";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { Statistics } from "./statistics";

const path = "*/api/videos/v1/statistics";
const totals = (views: number): StatisticsTotals => ({
  views,
  viewers: views,
  watchedMs: views * 90_000,
  averagePercent: 61.4,
  completed: 3,
  followersGained: 2,
});
const figures = (change: Partial<Figures> = {}): Figures => ({
  totals: totals(12),
  days: [
    { day: "2026-11-01", totals: totals(4) },
    { day: "2026-11-02", totals: totals(8) },
  ],
  sources: [
    { source: "search", views: 2, watchedMs: 1 },
    { source: "for_you", views: 10, watchedMs: 1 },
  ],
  retention: [1, 0.8, 0.5, 0.4],
  ...change,
});

it("tells in words what its charts show", async () => {
  server.use(http.get(path, () => HttpResponse.json(figures())));
  renderApp(<Statistics path="/videos/v1/statistics" />);
  expect(await screen.findByText("50 % are there in the middle, 40 % at the end.")).toBeVisible();
  expect(screen.getByText(/Nov 2, 2026: 8/)).toBeInTheDocument();
  expect(screen.getByText("61 %")).toBeVisible();
  const sources = screen.getByRole("heading", { name: "Where views come from" }).parentElement!;
  expect(within(sources).getAllByRole("listitem")[0]).toHaveTextContent("For you10");
});

it("asks for the span one chooses", async () => {
  const spans: number[] = [];
  server.use(
    http.get(path, ({ request }) => {
      const { searchParams } = new URL(request.url);
      const [from, to] = ["from", "to"].map((name) => Date.parse(searchParams.get(name)!));
      spans.push((to! - from!) / 86_400_000 + 1);
      return HttpResponse.json(figures());
    }),
  );
  renderApp(<Statistics path="/videos/v1/statistics" />);
  await screen.findByText("61 %");
  await userEvent.selectOptions(screen.getByLabelText("Time"), "7");
  await vi.waitFor(() => expect(spans).toEqual([28, 7]));
});

it("says so when nobody watched, when it fails and when it is slow", async () => {
  server.use(
    http.get(path, () =>
      HttpResponse.json(figures({ totals: totals(0), days: [], sources: [], retention: [] })),
    ),
  );
  const nobody = renderApp(<Statistics path="/videos/v1/statistics" />);
  expect(await screen.findByText("Nobody has watched in this time.")).toBeVisible();
  nobody.unmount();

  server.use(
    http.get(path, () =>
      HttpResponse.json({ code: "not_found", detail: "This is not here." }, { status: 404 }),
    ),
  );
  const gone = renderApp(<Statistics path="/videos/v1/statistics" />);
  expect(await screen.findByText("This is not here.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Try again" })).toBeVisible();
  gone.unmount();

  server.use(
    http.get(path, async () => {
      await delay("infinite");
      return HttpResponse.json(figures());
    }),
  );
  renderApp(<Statistics path="/videos/v1/statistics" />);
  expect(await screen.findByText(/Still loading/, undefined, { timeout: 6_000 })).toBeVisible();
});
