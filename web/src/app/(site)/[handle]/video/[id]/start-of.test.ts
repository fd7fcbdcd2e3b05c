import { aVideo } from "@/test/fixtures";
import { leadSource, startOf } from "./start-of";

const video = aVideo("v1");
const pathFrom = (from: string) => {
  const source = startOf(from, video);
  return source.kind === "list" ? source.path : `for you, seeded by ${source.seed}`;
};

it("swipes on where one came from", () => {
  expect(pathFrom("profile")).toBe("/users/ana/videos?around=v1");
  expect(pathFrom("saves")).toBe("/users/me/saves");
  expect(pathFrom("likes:bela")).toBe("/users/bela/likes");
  expect(pathFrom("tag:tea time")).toBe("/tags/tea%20time/videos?around=v1");
  expect(pathFrom("search:q=sea%20%26%20sky&sort=recent")).toBe(
    "/search?type=videos&q=sea+%26+sky&sort=recent",
  );
});

it("takes nothing into a search that is none of its questions", () => {
  expect(pathFrom("search:q=a&limit=1&type=users")).toBe("/search?type=videos&q=a");
});

it("goes into the feed from a shared link", () => {
  expect(pathFrom("")).toBe("for you, seeded by v1");
  expect(leadSource("", false)).toBe("share");
  expect(leadSource("search:q=a", false)).toBe("search");
  expect(leadSource("", true)).toBe("notification");
});
