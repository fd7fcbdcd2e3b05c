import { parseStoryboard, tileAt } from "./storyboard";

const vtt = `WEBVTT

00:00:00.000 --> 00:00:01.000
storyboard.webp#xywh=0,0,90,160

00:00:01.000 --> 00:01:02.500
storyboard.webp#xywh=90,0,90,160

NOTE something new
`;

it("finds the tile of a moment, and the last one past the end", () => {
  const tiles = parseStoryboard(vtt, "/media/v1/1/storyboard.vtt");
  expect(tiles).toHaveLength(2);
  expect(tileAt(tiles, 0.4)).toMatchObject({ x: 0, width: 90, height: 160 });
  expect(tileAt(tiles, 1)).toMatchObject({ x: 90, to: 62.5 });
  expect(tileAt(tiles, 500)).toMatchObject({ x: 90 });
  expect(tiles[0]!.sheet).toMatch(/\/media\/v1\/1\/storyboard\.webp$/);
});

it("has nothing to show where the file is not what it should be", () => {
  expect(parseStoryboard("<html>", "/x.vtt")).toEqual([]);
  expect(tileAt([], 1)).toBeNull();
});
