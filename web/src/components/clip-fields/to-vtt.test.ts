import { toVtt } from "./to-vtt";

it("leaves WebVTT alone and turns SubRip into it", () => {
  expect(toVtt("\uFEFFWEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\nHi")).toBe(
    "WEBVTT\n\n00:01.000 --> 00:02.000\nHi",
  );
  expect(toVtt("1\r\n00:00:01,500 --> 00:00:02,000\r\nHi, you")).toBe(
    "WEBVTT\n\n1\n00:00:01.500 --> 00:00:02.000\nHi, you",
  );
});
