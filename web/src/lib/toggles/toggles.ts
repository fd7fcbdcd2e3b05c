import { request } from "@/lib/api/client";
import type { ApiProblem } from "@/lib/api/problem";
import type {
  Comment,
  CommentLikeState,
  FollowState,
  LikeState,
  SaveState,
  Video,
} from "@/lib/api/types";
import type { Url } from "@/lib/api/url";
import { commentNow, followNow, videoNow } from "@/lib/store/overlay-selectors";
import { answered, tapped, undone } from "@/lib/store/overlay-slice";
import { signedOut } from "@/lib/store/session-slice";
import type { Store } from "@/lib/store/store";
import { type Standing, togglable } from "@/lib/store/togglable";
import { pauseUntilRetry } from "./pause";
import { createToggleQueue } from "./toggle-queue";

type Answer = LikeState | SaveState | FollowState | CommentLikeState;

function standingOf(answer: Answer): Standing {
  if ("following" in answer) {
    const { following, requested, followers } = answer;
    return { on: following, requested, count: followers };
  }
  if ("saved" in answer) return { on: answer.saved, count: answer.saves, rev: answer.rev };
  const { liked, likes } = answer;
  return { on: liked, count: likes, rev: "rev" in answer ? answer.rev : undefined };
}

/** The count one more or one less tap makes, where one is shown. */
const changed = (count: number | undefined, by: number) =>
  count === undefined ? undefined : Math.max(0, count + by);

/** Whom a follow button is about, as its screen was drawn. */
export interface Followable {
  username: string;
  known: { following: boolean; requested: boolean };
  followers?: number;
  isPrivate?: boolean;
}

export type Toggles = ReturnType<typeof createToggles>;

/** Like, save, follow and comment likes: shown at once, sent by a queue, undone on refusal. */
export function createToggles(store: Store, refused: (problem: ApiProblem) => void) {
  const { dispatch } = store;

  const queue = createToggleQueue<Answer>({
    async send(path, on, seq) {
      const method = on ? "PUT" : "DELETE";
      const { data } = await request<Answer>({ url: path, method, params: { seq } });
      return data;
    },
    answered: (path, answer, final) => dispatch(answered({ path, now: standingOf(answer), final })),
    undone(path, problem) {
      dispatch(undone(path));
      // The session ended unheard: the next tap asks for an account.
      if (problem.status === 401) dispatch(signedOut());
      refused(problem);
    },
    pause: pauseUntilRetry,
    viewer: () => store.getState().session.me?.id ?? null,
  });

  function tap(path: Url<Answer>, on: boolean, before: boolean, now: Standing): void {
    if (on === before) return;
    dispatch(tapped({ path, now }));
    queue.tap(path, on, before);
  }

  return {
    like(video: Video, on: boolean): void {
      const { liked, likes } = videoNow(store.getState().overlay, video);
      const count = changed(likes, on ? 1 : -1);
      tap(togglable.like(video.id), on, liked, { on, count });
    },
    save(video: Video, on: boolean): void {
      const { saved, saves } = videoNow(store.getState().overlay, video);
      const count = changed(saves, on ? 1 : -1);
      tap(togglable.save(video.id), on, saved, { on, count });
    },
    /** Following a private account is a request: shown as asked for until the answer says which. */
    follow({ username, known, followers, isPrivate = false }: Followable, on: boolean): void {
      const now = followNow(store.getState().overlay, username, known, followers);
      const following = on && !isPrivate;
      tap(togglable.follow(username), on, now.following || now.requested, {
        on: following,
        requested: on && isPrivate,
        count: changed(now.followers, Number(following) - Number(now.following)),
      });
    },
    likeComment(comment: Comment, on: boolean): void {
      const { liked, likes } = commentNow(store.getState().overlay, comment);
      const count = changed(likes, on ? 1 : -1);
      tap(togglable.commentLike(comment.id), on, liked, { on, count });
    },
  };
}
