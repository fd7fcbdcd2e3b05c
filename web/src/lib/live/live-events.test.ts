import type { ProfileViewer, Video, VideoStats, VideoViewer } from "@/lib/api/types";
import { aVideo } from "@/test/fixtures";
import { isOf, liveEvents, type LiveEvent, type LiveEvents } from "./live-events";

it("speaks of clips, counts and one's own acts in the shapes of the API", () => {
  expectTypeOf<LiveEvents["video:stats"]>().toExtend<VideoStats>();
  expectTypeOf<LiveEvents["video:state"]>().toExtend<Pick<Video, "state">>();
  expectTypeOf<Pick<LiveEvents["viewer"], "liked" | "saved">>().toExtend<Partial<VideoViewer>>();
  expectTypeOf<Pick<LiveEvents["viewer"], "following" | "requested">>().toExtend<
    Partial<ProfileViewer>
  >();
  // @ts-expect-error a state no clip is in
  const state: LiveEvents["video:state"] = { videoId: "v1", state: "lost" };
  expect(state.videoId).toBe("v1");
});

it("listens to everything the hub says, each once", () => {
  const all: Record<LiveEvent, true> = {
    notification: true,
    unread: true,
    "notifications:read": true,
    "video:stats": true,
    "video:comment": true,
    "video:comment_updated": true,
    "video:comment_deleted": true,
    "video:state": true,
    viewer: true,
    presence: true,
    "feed:purge": true,
    "session:ended": true,
  };
  expect([...liveEvents].sort()).toEqual(Object.keys(all).sort());
});

it("finds what a purge names by clip and by person, however the name is written", () => {
  const clip = aVideo("v1");
  expect(isOf({ videoIds: ["v1"] }, clip)).toBe(true);
  expect(isOf({ usernames: ["ANA"] }, clip)).toBe(true);
  expect(isOf({ videoIds: ["v2"], usernames: ["bela"] }, clip)).toBe(false);
});
