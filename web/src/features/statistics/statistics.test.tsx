import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import type { Statistics as Figures, StatisticsTotals } from "@/lib/api/types";
import { aMe } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { answer, itTellsHowItGoes } from "@/test/states";
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

const unseen = figures({ totals: totals(0), days: [], sources: [], retention: [] });

it("tells in words what its charts show", async () => {
  server.use(http.get(path, () => HttpResponse.json(figures())));
  renderApp(<Statistics videoId="v1" />);
  expect(await screen.findByText("50% are there in the middle, 40% at the end.")).toBeVisible();
  expect(screen.getByText(/Nov 2, 2026: 8/)).toBeInTheDocument();
  expect(screen.getByText("61%")).toBeVisible();
  const sources = screen.getByRole("heading", { name: "Where views come from" }).parentElement!;
  expect(within(sources).getAllByRole("listitem")[0]).toHaveTextContent("For you10");
});

it("gives its charts a scale, and says in lengths what loops make more than all of it", async () => {
  server.use(
    http.get(path, () =>
      HttpResponse.json(figures({ totals: { ...totals(12), averagePercent: 577.2 } })),
    ),
  );
  renderApp(<Statistics videoId="v1" />);
  expect(await screen.findByText("5.8 ×")).toBeVisible();
  expect(screen.queryByText(/577/)).toBeNull();
  expect(screen.getByText("100%")).toBeVisible();
  expect(screen.getByText("8")).toBeVisible();
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
  renderApp(<Statistics videoId="v1" />);
  await screen.findByText("61%");
  await userEvent.selectOptions(screen.getByLabelText("Time"), "7");
  await vi.waitFor(() => expect(spans).toEqual([28, 7]));
});

itTellsHowItGoes("statistics", {
  path,
  draw: () => renderApp(<Statistics videoId="v1" />),
  full: figures(),
  shows: "61%",
  empty: {
    answer: unseen,
    words: "Nobody has watched in this time.",
  },
});

describe("when nobody has watched", () => {
  beforeEach(() => {
    server.use(
      http.get(path, answer(unseen)),
      http.get("*/api/users/me/statistics", answer(unseen)),
    );
  });

  it("gives away the link of a clip that others may open", async () => {
    renderApp(<Statistics videoId="v1" link="/v/abc" />);
    expect(await screen.findByLabelText("Link to this clip")).toHaveValue(
      `${location.origin}/v/abc`,
    );
    expect(screen.getByRole("button", { name: "Copy link" })).toBeVisible();
  });

  it("leads to one's clips where the link would open for nobody else", async () => {
    renderApp(<Statistics videoId="v1" link={null} />);
    expect(await screen.findByRole("link", { name: "Your clips" })).toBeVisible();
    expect(screen.queryByRole("button", { name: "Copy link" })).toBeNull();
  });

  it("gives away one's page, and before there is a clip asks for one", async () => {
    const { unmount } = renderApp(<Statistics />, { me: { ...aMe("ana"), videos: 2 } });
    expect(await screen.findByLabelText("Link to your clips")).toHaveValue(
      `${location.origin}/@ana`,
    );
    unmount();
    renderApp(<Statistics />, { me: aMe("ana") });
    expect(await screen.findByRole("link", { name: "Post a clip" })).toBeVisible();
  });
});
