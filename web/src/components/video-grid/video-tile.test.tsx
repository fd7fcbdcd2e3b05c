import { screen } from "@testing-library/react";
import { aVideo } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { VideoTile } from "./video-tile";

it("takes the small picture where it will do, and keeps its place from the start", () => {
  const images = [
    { url: "/media/large.webp", width: 540, type: "image/webp" },
    { url: "/media/small.webp", width: 180, type: "image/webp" },
    { url: "/media/large.avif", width: 540, type: "image/avif" },
  ];
  const poster = { color: "#102030", thumbhash: null, images };
  renderApp(
    <VideoTile
      video={aVideo("v1", { playback: { hls: "", sources: [], poster } })}
      from="profile"
    />,
  );
  const image = screen.getByRole("link").querySelector("img")!;
  const choices = (image.getAttribute("srcset") ?? "").split(", ");
  expect(choices).toContainEqual(expect.stringMatching(/^\/media\/small\.webp (256|320)w$/));
  expect(choices.at(-1)).toMatch(/^\/media\/large\.webp /);
  expect(image).toHaveStyle({ position: "absolute" });
});
