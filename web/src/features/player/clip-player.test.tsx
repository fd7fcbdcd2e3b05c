import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http } from "msw";
import { aVideo } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { server } from "@/test/server";
import { answer } from "@/test/states";
import { ClipPlayer } from "./clip-player";
import { PlayerPoolProvider } from "./player-pool";

function show(video = aVideo("v1")) {
  const { container } = renderApp(
    <PlayerPoolProvider>
      <ClipPlayer video={video} playKey="k" source="for_you" role="active" />
    </PlayerPoolProvider>,
  );
  return () => container.querySelector("video")!;
}

it("says that a clip is not ready yet", () => {
  const element = show(aVideo("v1", { playback: undefined, state: "processing" }));
  expect(screen.getByText("This clip is still being processed.")).toBeVisible();
  expect(element()).toBeNull();
});

it("asks for a tap where the browser plays nothing by itself", async () => {
  const play = vi.spyOn(HTMLMediaElement.prototype, "play");
  play.mockRejectedValue(new DOMException("", "NotAllowedError"));
  show();
  const button = await screen.findByRole("button", { name: "Play" });
  play.mockResolvedValue();
  await userEvent.click(button);
  await waitFor(() => expect(screen.queryByRole("button", { name: "Play" })).toBeNull());
});

it("fetches a new address twice, then says that it does not play, and tries again", async () => {
  let asked = 0;
  server.use(
    http.get("*/api/videos/v1", () => {
      asked += 1;
      return answer(aVideo("v1"))();
    }),
  );
  const element = show();
  const first = element();
  const words = "This clip does not play here.";
  for (const times of [1, 2]) {
    act(() => void fireEvent.error(element()));
    await waitFor(() => expect(asked).toBe(times), { timeout: 4_000 });
    await waitFor(() => expect(element()).not.toBeNull());
    expect(screen.queryByText(words)).toBeNull();
  }
  await waitFor(() => {
    fireEvent.error(element());
    expect(screen.getByText(words)).toBeVisible();
  });
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(screen.queryByText(words)).toBeNull();
  expect(first).toBeInstanceOf(HTMLVideoElement);
});
