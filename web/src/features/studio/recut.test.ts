import { wholeClip } from "@/components/clip-fields/trim-and-cover";
import { recut } from "./recut";

it("says nothing while nothing is cut", () => {
  expect(recut({}, wholeClip, false)).toEqual({});
  expect(
    recut({ edit: { startMs: 5, endMs: 9, muted: true } }, { ...wholeClip, muted: true }, false),
  ).toEqual({});
});

it("counts in the original what was chosen on a clip that is cut already", () => {
  const video = { edit: { startMs: 2_000, endMs: 9_000, muted: false }, coverMs: 1_500 };
  expect(recut(video, { ...wholeClip, startMs: 1_000 }, false)).toEqual({
    edit: { startMs: 3_000, endMs: 9_000, muted: false },
    coverMs: 500,
  });
  expect(recut(video, { ...wholeClip, endMs: 4_000, muted: true }, false)).toMatchObject({
    edit: { startMs: 2_000, endMs: 6_000, muted: true },
  });
});

it("takes the whole clip back", () => {
  const video = { edit: { startMs: 2_000, endMs: 9_000, muted: false } };
  expect(recut(video, wholeClip, true)).toEqual({ edit: { startMs: 0, endMs: 0, muted: false } });
});
