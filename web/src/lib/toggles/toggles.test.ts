import { HttpResponse, http } from "msw";
import { commentNow, followNow, videoNow } from "@/lib/store/overlay-selectors";
import { createStore } from "@/lib/store/store";
import { aComment, aMe, aVideo } from "@/test/fixtures";
import { server } from "@/test/server";
import { createToggles } from "./toggles";

const video = aVideo("v1");
const comment = aComment("c1", { likes: 2 });
const ana = { username: "Ana", known: { following: false, requested: false }, followers: 3 };
const no = () => HttpResponse.json({ code: "forbidden", title: "no" }, { status: 403 });
const follow = "/api/users/ana/follow";

function start() {
  const store = createStore(aMe());
  const refused = vi.fn();
  const toggles = createToggles(store, refused);
  const overlay = () => store.getState().overlay;
  return {
    toggles,
    refused,
    me: () => store.getState().session.me,
    video: () => videoNow(overlay(), video),
    ana: () => followNow(overlay(), ana.username, ana.known, ana.followers),
    comment: () => commentNow(overlay(), comment),
    /** Nothing is on its way any more. */
    settled: () =>
      vi.waitFor(() => {
        const out = Object.values(overlay().toggles).filter(({ pending }) => pending);
        expect(out).toHaveLength(0);
      }),
  };
}

it("shows a like at once, and the server's count after it", async () => {
  server.use(
    http.put("/api/videos/v1/like", () => HttpResponse.json({ liked: true, likes: 9, rev: 8 })),
  );
  const app = start();
  app.toggles.like(video, true);
  expect(app.video()).toMatchObject({ liked: true, likes: 6 });
  await app.settled();
  expect(app.video()).toMatchObject({ liked: true, likes: 9 });
});

it("likes and saves the same clip apart from each other", async () => {
  server.use(
    http.put("/api/videos/v1/like", no),
    http.put("/api/videos/v1/save", () => HttpResponse.json({ saved: true, saves: 4, rev: 8 })),
  );
  const app = start();
  app.toggles.like(video, true);
  app.toggles.save(video, true);
  await app.settled();
  expect(app.video()).toMatchObject({ liked: false, likes: 5, saved: true, saves: 4 });
  expect(app.refused).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ status: 403 }));
});

it("sends nothing for what is so already", async () => {
  const sent: string[] = [];
  server.use(
    http.all("/api/*", ({ request }) => {
      sent.push(request.method);
      return no();
    }),
  );
  const app = start();
  app.toggles.like(video, false);
  app.toggles.follow(ana, false);
  expect(app.video()).toMatchObject({ liked: false, likes: 5 });
  expect(app.ana()).toEqual({ following: false, requested: false, followers: 3 });
  // The next tap is the first that is sent.
  app.toggles.save(video, true);
  await app.settled();
  expect(sent).toEqual(["PUT"]);
});

it("asks for an account again when the session has ended unheard", async () => {
  server.use(
    http.put("/api/videos/v1/like", () =>
      HttpResponse.json({ code: "unauthenticated", title: "no" }, { status: 401 }),
    ),
  );
  const app = start();
  app.toggles.like(video, true);
  await vi.waitFor(() => expect(app.me()).toBeNull());
  expect(app.refused).toHaveBeenCalledOnce();
});

it("counts a follow, and takes it back when the server refuses", async () => {
  server.use(http.put(follow, no));
  const app = start();
  app.toggles.follow(ana, true);
  expect(app.ana()).toEqual({ following: true, requested: false, followers: 4 });
  await app.settled();
  expect(app.ana()).toEqual({ following: false, requested: false, followers: 3 });
});

it("asks a private account, and follows where the answer says so", async () => {
  server.use(
    http.put(follow, () => HttpResponse.json({ following: true, requested: false, followers: 7 })),
  );
  const app = start();
  app.toggles.follow({ ...ana, isPrivate: true }, true);
  expect(app.ana()).toEqual({ following: false, requested: true, followers: 3 });
  await app.settled();
  expect(app.ana()).toEqual({ following: true, requested: false, followers: 7 });
});

it("takes a request back with the next tap", async () => {
  let asked: string[] = [];
  server.use(
    http.put(follow, () => {
      asked = [...asked, "PUT"];
      return HttpResponse.json({ following: false, requested: true, followers: 3 });
    }),
    http.delete(follow, () => {
      asked = [...asked, "DELETE"];
      return HttpResponse.json({ following: false, requested: false, followers: 3 });
    }),
  );
  const app = start();
  app.toggles.follow(ana, true);
  await app.settled();
  expect(app.ana().requested).toBe(true);
  app.toggles.follow(ana, false);
  expect(app.ana().requested).toBe(false);
  await app.settled();
  expect(app.ana().requested).toBe(false);
  expect(asked).toEqual(["PUT", "DELETE"]);
});

it("goes back to what the server holds when a second follow tap is refused", async () => {
  server.use(
    http.put(follow, () => HttpResponse.json({ following: true, requested: false, followers: 4 })),
    http.delete(follow, no),
  );
  const app = start();
  app.toggles.follow(ana, true);
  app.toggles.follow(ana, false);
  expect(app.ana().following).toBe(false);
  await app.settled();
  expect(app.ana()).toEqual({ following: true, requested: false, followers: 4 });
});

it("goes back to what the server holds when a second tap on a comment is refused", async () => {
  server.use(
    http.put("/api/comments/c1/like", () => HttpResponse.json({ liked: true, likes: 3 })),
    http.delete("/api/comments/c1/like", no),
  );
  const app = start();
  app.toggles.likeComment(comment, true);
  app.toggles.likeComment(comment, false);
  expect(app.comment()).toEqual({ liked: false, likes: 2 });
  await app.settled();
  expect(app.comment()).toEqual({ liked: true, likes: 3 });
});
