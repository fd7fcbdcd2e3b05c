import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { PlayerPoolProvider } from "@/features/player/player-pool";
import { aVideo } from "@/test/fixtures";
import { renderPage } from "@/test/page";
import { server } from "@/test/server";
import EmbedNotFound from "./not-found";
import EmbedPage from "./page";

const show = () =>
  renderPage(async () => (
    <PlayerPoolProvider>
      {await EmbedPage({ params: Promise.resolve({ id: "v1" }) })}
    </PlayerPoolProvider>
  ));
const answer = (body: object, status = 200) =>
  server.use(http.get("*/api/videos/v1", () => HttpResponse.json(body, { status })));
const notFound = "NEXT_HTTP_ERROR_FALLBACK;404";

it("shows a clip that anybody may see", async () => {
  answer(aVideo("v1", { audience: "unlisted" }));
  const { container } = await show();
  expect(container.querySelector("video")).not.toBeNull();
});

it("answers with a 404 for what is unknown, and for what not everybody may see", async () => {
  answer({ code: "not_found", title: "x" }, 404);
  await expect(show()).rejects.toThrow(notFound);
  answer(aVideo("v1", { audience: "followers" }));
  await expect(show()).rejects.toThrow(notFound);
});

it("says in the frame that the clip is not there", async () => {
  await renderPage(() => EmbedNotFound());
  expect(screen.getByRole("heading")).toBeVisible();
});
