import { screen } from "@testing-library/react";
import { aMe, aVideo } from "@/test/fixtures";
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

describe("a sensitive clip", () => {
  const show = (sensitive: "blur" | "show", own = false) =>
    renderApp(
      <VideoTile
        video={aVideo("v1", { labels: ["sensitive"], viewer: { ...aVideo().viewer, own } })}
        from="profile"
      />,
      { me: { ...aMe(), settings: { ...aMe().settings, sensitive } } },
    );
  const covered = () => screen.getByRole("link").querySelector("[class*=bg-ink]") !== null;

  it("is covered", () => {
    show("blur");
    expect(covered()).toBe(true);
  });

  it("is shown to who wants to see such clips", () => {
    show("show");
    expect(covered()).toBe(false);
  });

  it("is shown to its author", () => {
    show("blur", true);
    expect(covered()).toBe(false);
  });
});
