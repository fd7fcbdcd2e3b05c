import { aComment, aMe, aUser, aVideo } from "@/test/fixtures";
import { commentNow, followNow, videoNow } from "./overlay-selectors";
import {
  type OverlayState,
  actedElsewhere,
  answered,
  commentCounted,
  commentsRead,
  overlayReducer,
  statsArrived,
  tapped,
  undone,
  videosRead,
} from "./overlay-slice";
import { signedIn } from "./session-slice";
import { togglable } from "./togglable";

type Action = Parameters<typeof overlayReducer>[1];
const after = (...actions: Action[]): OverlayState =>
  actions.reduce(overlayReducer, overlayReducer(undefined, { type: "begin" }));

const video = aVideo("v1");
const path = togglable.like("v1");
const like = tapped({ path, now: { on: true, count: 6 } });
const liked = answered({ path, now: { on: true, count: 8, rev: 12 }, final: true });
const stats = { videoId: "v1", views: 20, likes: 9, comments: 4, shares: 1, saves: 3 };
const likedVideo = aVideo("v1", { viewer: { ...video.viewer, liked: true } });

it("shows the server's copy while nothing else is known", () => {
  expect(videoNow(after(), video)).toMatchObject({ liked: false, likes: 5, comments: 2 });
});

it("shows a tap at once and the answer after it", () => {
  expect(videoNow(after(like), video)).toMatchObject({ liked: true, likes: 6 });
  expect(videoNow(after(like, liked), video)).toMatchObject({ liked: true, likes: 8 });
});

it("does not let a live count move the number under a tap that is still out", () => {
  const state = after(like, statsArrived({ ...stats, rev: 9 }));
  expect(videoNow(state, video)).toMatchObject({ likes: 6, comments: 4 });
});

it("keeps the newest tap while an older one is answered", () => {
  const back = tapped({ path, now: { on: false, count: 5 } });
  const first = answered({ path, now: { on: true, count: 6, rev: 8 }, final: false });
  expect(videoNow(after(like, back, first), video).liked).toBe(false);
});

it("goes back to what was before when the server refuses", () => {
  expect(videoNow(after(like, undone(path)), video)).toMatchObject({ liked: false, likes: 5 });
});

it("goes back to the last answer when a later tap is refused", () => {
  const back = tapped({ path, now: { on: false, count: 7 } });
  const first = answered({ path, now: { on: true, count: 8, rev: 12 }, final: false });
  const state = after(like, back, first, undone(path));
  expect(videoNow(state, video)).toMatchObject({ liked: true, likes: 8 });
});

it("ignores counts with a lower rev, from live events, answers and old pages", () => {
  const state = after(
    statsArrived({ ...stats, rev: 20 }),
    statsArrived({ ...stats, likes: 1, rev: 19 }),
    liked,
  );
  expect(videoNow(state, video)).toMatchObject({ liked: true, likes: 9 });
  const newer = aVideo("v1", { stats: { ...video.stats, likes: 30, rev: 21 } });
  expect(videoNow(state, newer).likes).toBe(30);
});

it("takes my act on another device, and what is read of it later", () => {
  const act = actedElsewhere({ path, now: { on: true } });
  expect(videoNow(after(act), video)).toMatchObject({ liked: true, likes: 5 });
  const state = after(act, videosRead({ videos: [video], asOf: 1 }));
  expect(videoNow(state, likedVideo).liked).toBe(false);
});

it("shows a like on an older card of the clip after the clip was read again", () => {
  const state = after(like, liked, videosRead({ videos: [likedVideo], asOf: 1 }));
  expect(videoNow(state, video).liked).toBe(true);
});

it("does not believe an answer that was asked for before the tap was answered", () => {
  const late = videosRead({ videos: [video], asOf: 0 });
  expect(videoNow(after(like, liked, late), video).liked).toBe(true);
  expect(videoNow(after(like, late), video).liked).toBe(true);
});

it("does not take the answer to a visitor for one to the person who signed in since", () => {
  const before = after(like, liked);
  const late = videosRead({ videos: [video], asOf: before.news });
  const state = [signedIn(aMe()), like, liked, late].reduce(overlayReducer, before);
  expect(videoNow(state, video).liked).toBe(true);
});

it("forgets everything of the viewer when another signs in", () => {
  expect(videoNow(after(like, liked, signedIn(aMe())), video).liked).toBe(false);
});

it("keeps a follow on screen when another clip of the author is read", () => {
  const follow = togglable.follow("Ana");
  const following = { following: true, requested: false };
  const state = after(
    answered({ path: follow, now: { on: true, requested: false, count: 4 }, final: true }),
    videosRead({ videos: [aVideo("v2", { viewer: { ...video.viewer, ...following } })], asOf: 1 }),
  );
  const known = { following: false, requested: false };
  expect(followNow(state, "ana", known, 3)).toEqual({ ...following, followers: 4 });
});

it("knows people without regard to case, and a request from a follow", () => {
  const state = after(
    actedElsewhere({ path: togglable.follow("Ana"), now: { on: false, requested: true } }),
  );
  const known = { following: true, requested: false };
  expect(followNow(state, aUser("ANA").username, known, 3)).toEqual({
    following: false,
    requested: true,
    followers: 3,
  });
});

it("brings a comment up to date from the page it was read in, and leaves the others", () => {
  const answer = (id: string) =>
    answered({ path: togglable.commentLike(id), now: { on: true, count: 1 }, final: true });
  const read = aComment("c1", { likes: 3, viewer: { liked: true, own: false } });
  const state = after(answer("c1"), answer("c2"), commentsRead({ comments: [read], asOf: 2 }));
  expect(commentNow(state, aComment("c1"))).toEqual({ liked: true, likes: 3 });
  expect(commentNow(state, aComment("c2"))).toEqual({ liked: true, likes: 1 });
});

it("goes on counting the likes of a comment one has liked", () => {
  const mine = answered({
    path: togglable.commentLike("c1"),
    now: { on: true, count: 3 },
    final: true,
  });
  const later = { id: "c1", likes: 13 };
  expect(commentNow(after(mine, commentCounted(later)), aComment("c1", later))).toEqual({
    liked: true,
    likes: 13,
  });
});
