import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { useEffect } from "react";
import { FollowButton } from "@/components/follow-button/follow-button";
import { url } from "@/lib/api/url";
import { firstPlayed } from "@/lib/store/player-slice";
import { signedIn } from "@/lib/store/session-slice";
import { aMe, aVideo } from "@/test/fixtures";
import { hubs } from "@/test/hub";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { useFeedStore } from "./use-feed-store";

vi.mock("@microsoft/signalr", async () => (await import("@/test/hub")).fakeSignalr);

const lead = aVideo("v1");
const source = {
  kind: "list",
  path: url("/users/{username}/videos", { path: { username: "ana" } }),
  watchSource: "profile",
} as const;
const nothing = { answer: null, problem: null };

function Feed() {
  const { store, snapshot } = useFeedStore(source, nothing, lead);
  useEffect(() => store.activate(0), [store]);
  return (
    <ul>
      {snapshot.cards.map((card) =>
        card.kind === "clip" ? (
          <li key={card.key} aria-label={card.gone ? "gone" : card.key}>
            <FollowButton username={card.video.author.username} known={card.video.viewer} />
          </li>
        ) : null,
      )}
    </ul>
  );
}

const follows = () => screen.getAllByRole("button", { name: /ana/ });
const pressed = (on: boolean) =>
  waitFor(() => {
    for (const button of follows()) expect(button).toHaveAttribute("aria-pressed", String(on));
  });
const following = http.put("/api/users/ana/follow", () =>
  HttpResponse.json({ following: true, requested: false, followers: 1 }),
);

it("keeps a tap that was answered while an older page was on its way", async () => {
  let answer = () => undefined as void;
  const asked = new Promise<void>((resolve) => (answer = resolve));
  server.use(
    following,
    http.get("/api/users/ana/videos", async () => {
      await asked;
      return HttpResponse.json({ items: [lead, aVideo("v2")], nextCursor: null });
    }),
  );
  const { store } = renderApp(<Feed />, { me: aMe() });
  await userEvent.click(follows()[0]!);
  await waitFor(() => expect(store.getState().overlay.news).toBe(1));
  answer();
  await screen.findByRole("listitem", { name: "v2" });
  await pressed(true);
});

it("shows what the clips are to the person who signed in", async () => {
  const mine = { ...lead.viewer, following: true };
  server.use(
    http.get("/api/users/ana/videos", () => HttpResponse.json({ items: [], nextCursor: null })),
    http.get("/api/videos", () =>
      HttpResponse.json({ items: [{ ...lead, viewer: mine }], nextCursor: null }),
    ),
  );
  const { store } = renderApp(<Feed />);
  await pressed(false);
  act(() => void store.dispatch(signedIn(aMe())));
  await pressed(true);
});

it("hears with the first connection of what was taken away before it", async () => {
  server.use(
    http.get("/api/users/ana/videos", () => HttpResponse.json({ items: [], nextCursor: null })),
    http.get("/api/videos", () => HttpResponse.json({ items: [], nextCursor: null })),
  );
  const { store } = renderApp(<Feed />, { me: aMe() });
  expect(screen.getByRole("listitem", { name: "v1" })).toBeVisible();
  act(() => void store.dispatch(firstPlayed()));
  await waitFor(() => expect(hubs.at(-1)?.state).toBe("Connected"));
  expect(await screen.findByRole("listitem", { name: "gone" })).toBeVisible();
});
