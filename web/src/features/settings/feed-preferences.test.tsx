import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import type { FeedPreferences as Preferences } from "@/lib/api/types";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { FeedPreferences } from "./feed-preferences";

const start: Preferences = {
  personalised: true,
  topics: { rain: 1 },
  mutedWords: ["spoiler"],
  weights: { taste: 1 },
  weightsSchema: [{ name: "taste", min: 0, max: 2, default: 1 }],
};

function keep(sent: Preferences[]) {
  server.use(
    http.get("*/api/tags/trending", () =>
      HttpResponse.json({ items: [{ tag: "tea", videos: 3 }], nextCursor: null }),
    ),
    http.get("*/api/feed/preferences", () => HttpResponse.json(start)),
    http.put("*/api/feed/preferences", async ({ request }) => {
      const body = (await request.json()) as Preferences;
      sent.push(body);
      return HttpResponse.json(body);
    }),
  );
}

it("sends a dragged slider once, and everything chosen with it", async () => {
  const sent: Preferences[] = [];
  keep(sent);
  renderApp(<FeedPreferences />);
  const slider = await screen.findByRole("slider", { name: "What I watch to the end" });
  for (const value of [1.2, 1.4, 1.8]) fireEvent.change(slider, { target: { value } });
  await userEvent.click(await screen.findByRole("button", { name: "tea: no wish" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({ weights: { taste: 1.8 }, topics: { rain: 1, tea: 1 } });
});

it("mutes a word and allows it again", async () => {
  const sent: Preferences[] = [];
  keep(sent);
  renderApp(<FeedPreferences />);
  await userEvent.type(await screen.findByLabelText("Mute a word"), "crypto{Enter}");
  await userEvent.click(screen.getByRole("button", { name: "Allow spoiler again" }));
  await waitFor(() => expect(sent.at(-1)?.mutedWords).toEqual(["crypto"]));
});

it("goes back to what holds when the server refuses, and says why", async () => {
  keep([]);
  server.use(
    http.put("*/api/feed/preferences", () =>
      HttpResponse.json(
        { code: "too_many_requests", detail: "Too many at once." },
        { status: 429 },
      ),
    ),
  );
  renderApp(<FeedPreferences />);
  const learn = await screen.findByRole("switch", { name: "Learn from what I watch" });
  await userEvent.click(learn);
  expect(learn).not.toBeChecked();
  expect(await screen.findByText(/Too many at once/)).toBeInTheDocument();
  await waitFor(() => expect(learn).toBeChecked());
});

it("offers another try when it cannot be read", async () => {
  server.use(
    http.get("*/api/tags/trending", () => HttpResponse.json({ items: [], nextCursor: null })),
    http.get("*/api/feed/preferences", () => HttpResponse.json({ code: "x" }, { status: 500 })),
  );
  renderApp(<FeedPreferences />);
  expect(await screen.findByRole("button", { name: "Try again" })).toBeVisible();
});
