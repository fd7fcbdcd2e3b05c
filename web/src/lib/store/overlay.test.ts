import { aVideo } from "@/test/fixtures";
import { followNow, isGone, videoNow } from "./overlay-selectors";
import {
  followSet,
  likeAnswered,
  likeTapped,
  likeUndone,
  overlayReducer,
  purged,
  statsArrived,
  videosRead,
  viewerChanged,
} from "./overlay-slice";

const begin = () => overlayReducer(undefined, { type: "begin" });
const video = aVideo("v1");
const stats = { videoId: "v1", views: 20, likes: 9, comments: 4, shares: 1, saves: 3 };

it("shows the server's copy while nothing else is known", () => {
  expect(videoNow(begin(), video)).toMatchObject({ liked: false, likes: 5, comments: 2 });
});

it("shows a tap at once and the answer after it", () => {
  let state = overlayReducer(begin(), likeTapped({ id: "v1", on: true, count: 6 }));
  expect(videoNow(state, video)).toMatchObject({ liked: true, likes: 6 });
  const answer = { liked: true, likes: 8, rev: 12 };
  state = overlayReducer(state, likeAnswered({ id: "v1", answer, final: true }));
  expect(videoNow(state, video)).toMatchObject({ liked: true, likes: 8 });
});

it("does not let a live count move the number under a tap that is still out", () => {
  let state = overlayReducer(begin(), likeTapped({ id: "v1", on: true, count: 6 }));
  state = overlayReducer(state, statsArrived({ ...stats, rev: 9 }));
  expect(videoNow(state, video)).toMatchObject({ likes: 6, comments: 4 });
});

it("keeps the newest tap while an older one is answered", () => {
  let state = overlayReducer(begin(), likeTapped({ id: "v1", on: false, count: 5 }));
  const answer = { liked: true, likes: 6, rev: 8 };
  state = overlayReducer(state, likeAnswered({ id: "v1", answer, final: false }));
  expect(videoNow(state, video).liked).toBe(false);
});

it("goes back to what was before when the server refuses", () => {
  let state = overlayReducer(begin(), likeTapped({ id: "v1", on: true, count: 6 }));
  state = overlayReducer(state, likeUndone("v1"));
  expect(videoNow(state, video)).toMatchObject({ liked: false, likes: 5 });
});

it("ignores counts with a lower rev, from live events and from old pages", () => {
  let state = overlayReducer(begin(), statsArrived({ ...stats, rev: 20 }));
  state = overlayReducer(state, statsArrived({ ...stats, likes: 1, rev: 19 }));
  expect(videoNow(state, video).likes).toBe(9);
  const newer = aVideo("v1", { stats: { ...video.stats, likes: 30, rev: 21 } });
  expect(videoNow(state, newer).likes).toBe(30);
});

it("takes my act on another device, and forgets it when the server is read again", () => {
  let state = overlayReducer(begin(), viewerChanged({ videoId: "v1", liked: true }));
  expect(videoNow(state, video).liked).toBe(true);
  state = overlayReducer(state, videosRead([video]));
  expect(videoNow(state, video).liked).toBe(false);
});

it("knows people without regard to case", () => {
  const known = { following: false, requested: false };
  const state = overlayReducer(
    begin(),
    followSet({ username: "Ana", following: true, requested: false }),
  );
  expect(followNow(state, "ana", known, 3)).toMatchObject({ following: true, followers: 3 });
  expect(isGone(overlayReducer(state, purged({ usernames: ["ANA"] })), video)).toBe(true);
});
