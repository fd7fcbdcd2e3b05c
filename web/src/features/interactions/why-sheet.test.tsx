import { fireEvent, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import type { FeedPreferences, Why } from "@/lib/api/types";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { answer, itTellsHowItGoes } from "@/test/states";
import WhySheet from "./why-sheet";

const why: Why = {
  score: 1.75,
  source: "co_watch",
  model: "m1",
  contributions: [
    {
      name: "fresh",
      value: 0.5,
      weight: 1,
      points: 0.5,
      code: "unknown_1",
      params: {},
      text: "It is new",
    },
    {
      name: "taste",
      value: 1,
      weight: 1.5,
      points: 1.5,
      code: "unknown_2",
      params: {},
      text: "You finish such",
    },
    {
      name: "seen",
      value: 1,
      weight: -0.25,
      points: -0.25,
      code: "unknown_3",
      params: {},
      text: "Seen before",
    },
  ],
};
const preferences: FeedPreferences = {
  personalised: true,
  topics: {},
  mutedWords: [],
  weights: { taste: 1 },
  weightsSchema: [
    { name: "taste", min: 0, max: 2, default: 1 },
    { name: "fresh", min: 0, max: 2, default: 1 },
  ],
};

const show = () => renderApp(<WhySheet impressionId="i1" onClose={() => undefined} />);

it("shows what counted, the most first, with a slider where one can be set", async () => {
  const sent: FeedPreferences[] = [];
  server.use(
    http.get("*/api/feed/why/i1", () => HttpResponse.json(why)),
    http.get("*/api/feed/preferences", () => HttpResponse.json(preferences)),
    http.put("*/api/feed/preferences", async ({ request }) => {
      const body = (await request.json()) as FeedPreferences;
      sent.push(body);
      return HttpResponse.json(body);
    }),
  );
  show();
  const lines = await screen.findAllByRole("listitem");
  expect(lines.map((line) => line.textContent)).toEqual([
    "You finish such+1.50",
    "It is new+0.50",
    "Seen before-0.25",
  ]);
  expect(screen.getByText("+1.75")).toBeVisible();
  const sliders = await screen.findAllByRole("slider");
  expect(sliders).toHaveLength(2);
  fireEvent.change(sliders[0]!, { target: { value: 2 } });
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]!.weights.taste).toBe(2);
});

describe("why", () => {
  beforeEach(() => server.use(http.get("*/api/feed/preferences", answer(preferences))));
  itTellsHowItGoes("the reasons", {
    path: "*/api/feed/why/i1",
    draw: show,
    full: why,
    shows: "It is new",
  });
});
