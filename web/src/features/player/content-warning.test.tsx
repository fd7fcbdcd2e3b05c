import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { aMe, aVideo } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { ClipPlayer } from "./clip-player";
import { PlayerPoolProvider } from "./player-pool";

const sensitive = aVideo("v1", {
  labels: ["sensitive"],
  playback: {
    hls: "",
    sources: [],
    poster: {
      color: null,
      thumbhash: null,
      images: [{ url: "/media/v1/poster.webp", width: 540, type: "image/webp" }],
    },
  },
});

function show(video = sensitive, me = aMe()) {
  return renderApp(
    <PlayerPoolProvider>
      <ClipPlayer video={video} playKey="k" source="for_you" role="active" />
    </PlayerPoolProvider>,
    { me },
  );
}

it("neither shows nor loads a sensitive clip before it was asked for", async () => {
  const { container } = show();
  expect(container.querySelector("img[src*=poster], video")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Watch it" }));
  expect(container.querySelector("img[src*=poster]")).not.toBeNull();
  expect(screen.queryByRole("button", { name: "Watch it" })).toBeNull();
});

it("asks nothing of those who want to see everything, or of the author", () => {
  const me = aMe();
  const open = { ...me, settings: { ...me.settings, sensitive: "show" as const } };
  const { unmount } = show(sensitive, open);
  expect(screen.queryByRole("button", { name: "Watch it" })).toBeNull();
  unmount();
  show({ ...sensitive, viewer: { ...sensitive.viewer, own: true } });
  expect(screen.queryByRole("button", { name: "Watch it" })).toBeNull();
});
