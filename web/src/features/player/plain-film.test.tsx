import { renderToStaticMarkup } from "react-dom/server";
import type { Video } from "@/lib/api/types";
import { aVideo } from "@/test/fixtures";
import { PlainFilm } from "./plain-film";

const file = (name: string, width: number, codec: string) => ({
  url: `/media/v1/${name}.mp4`,
  type: "video/mp4",
  codec,
  width,
  height: (width * 16) / 9,
  bitrate: width * 1000,
  bytes: 1_000_000,
  headBytes: 1_000,
});

const clip = aVideo("v1", {
  captions: [{ locale: "de", label: "Deutsch", auto: false, url: "/media/v1/de.vtt" }],
  playback: {
    hls: "/media/v1/index.m3u8",
    sources: [
      file("large", 1080, "avc1.64"),
      file("small", 360, "avc1.64"),
      file("mid", 720, "avc1.64"),
      file("av1", 720, "av01.0"),
    ],
    poster: {
      color: null,
      thumbhash: null,
      images: [
        { url: "/media/v1/poster.avif", width: 540, type: "image/avif" },
        { url: "/media/v1/poster.webp", width: 540, type: "image/webp" },
      ],
    },
  },
});

/** What a browser without JavaScript makes of the page. */
function read(video: Video, warned = false) {
  const page = document.createElement("div");
  page.innerHTML = renderToStaticMarkup(<PlainFilm video={video} warned={warned} />);
  const plain = document.createElement("div");
  plain.innerHTML =
    page.querySelector("noscript")?.textContent || page.querySelector("noscript")?.innerHTML || "";
  return plain.querySelector("video");
}

it("hands the film, its poster and its captions to the browser's own player", () => {
  const film = read(clip);
  expect(film).toHaveAttribute("src", "/media/v1/mid.mp4");
  expect(film).toHaveAttribute("poster", "/media/v1/poster.webp");
  expect(film).toHaveAttribute("controls");
  expect(film?.querySelector("track")).toHaveAttribute("src", "/media/v1/de.vtt");
});

it("shows and loads nothing of a clip with a warning before it is played", () => {
  const film = read(clip, true);
  expect(film).toHaveAttribute("src", "/media/v1/mid.mp4");
  expect(film).not.toHaveAttribute("poster");
  expect(film).toHaveAttribute("preload", "none");
});

it("has nothing for a clip that is not ready", () => {
  expect(read({ ...clip, playback: undefined })).toBeNull();
});
