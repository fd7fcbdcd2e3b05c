import { expect, it } from "vitest";
import imageLoader from "./image-loader";

it("takes the small avatar where it is large enough, and leaves other pictures as they are", () => {
  expect(imageLoader({ src: "/media/a/1/320.webp", width: 96 })).toBe("/media/a/1/96.webp");
  expect(imageLoader({ src: "/media/a/1/320.webp", width: 320 })).toBe("/media/a/1/320.webp");
  expect(imageLoader({ src: "/media/v/1/poster.webp", width: 96 })).toBe("/media/v/1/poster.webp");
});
