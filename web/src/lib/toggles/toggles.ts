import { api } from "@/lib/api/client";
import type { ApiProblem } from "@/lib/api/problem";
import type { Comment, FollowState, LikeState, SaveState, Video } from "@/lib/api/types";
import { commentNow, videoNow } from "@/lib/store/overlay-selectors";
import {
  commentLikeSet,
  followAnswered,
  followSet,
  likeAnswered,
  likeTapped,
  likeUndone,
  saveAnswered,
  saveTapped,
  saveUndone,
} from "@/lib/store/overlay-slice";
import type { Store } from "@/lib/store/store";
import { pauseUntilRetry } from "./pause";
import { createToggleQueue } from "./toggle-queue";

async function toggle<T>(path: string, on: boolean, seq: number): Promise<T> {
  const { data } = await api.request<T>({
    url: path,
    method: on ? "PUT" : "DELETE",
    params: { seq },
  });
  return data;
}

export type Toggles = ReturnType<typeof createToggles>;

/** Like, save, follow and comment likes: shown at once, sent by queues, undone on refusal. */
export function createToggles(store: Store, refused: (problem: ApiProblem) => void) {
  const { dispatch } = store;
  const pause = pauseUntilRetry;

  const likes = createToggleQueue<LikeState>({
    send: (id, on, seq) => toggle(`/videos/${id}/like`, on, seq),
    answered: (id, answer, final) => dispatch(likeAnswered({ id, answer, final })),
    undone: (id, problem) => {
      dispatch(likeUndone(id));
      refused(problem);
    },
    pause,
  });

  const saves = createToggleQueue<SaveState>({
    send: (id, on, seq) => toggle(`/videos/${id}/save`, on, seq),
    answered: (id, answer, final) => dispatch(saveAnswered({ id, answer, final })),
    undone: (id, problem) => {
      dispatch(saveUndone(id));
      refused(problem);
    },
    pause,
  });

  const followsBefore = new Map<string, { following: boolean; requested: boolean }>();
  const follows = createToggleQueue<FollowState>({
    send: (name, on, seq) => toggle(`/users/${encodeURIComponent(name)}/follow`, on, seq),
    answered: (username, answer, final) => dispatch(followAnswered({ username, answer, final })),
    undone: (username, problem) => {
      const before = followsBefore.get(username);
      if (before) dispatch(followSet({ username, ...before }));
      refused(problem);
    },
    pause,
  });

  const commentsBefore = new Map<string, { liked: boolean; likes: number }>();
  const commentLikes = createToggleQueue<{ liked: boolean; likes: number }>({
    send: (id, on, seq) => toggle(`/comments/${id}/like`, on, seq),
    answered: (id, answer, final) => {
      if (final) dispatch(commentLikeSet({ id, ...answer }));
    },
    undone: (id, problem) => {
      const before = commentsBefore.get(id);
      if (before) dispatch(commentLikeSet({ id, ...before }));
      refused(problem);
    },
    pause,
  });

  return {
    like(video: Video, on: boolean): void {
      const now = videoNow(store.getState().overlay, video);
      if (now.liked === on) return;
      dispatch(likeTapped({ id: video.id, on, count: Math.max(0, now.likes + (on ? 1 : -1)) }));
      likes.tap(video.id, on, now.liked);
    },
    save(video: Video, on: boolean): void {
      const now = videoNow(store.getState().overlay, video);
      if (now.saved === on) return;
      dispatch(saveTapped({ id: video.id, on, count: Math.max(0, now.saves + (on ? 1 : -1)) }));
      saves.tap(video.id, on, now.saved);
    },
    /** Following a private account is a request: shown as asked for until the answer says which. */
    follow(
      username: string,
      on: boolean,
      before: { following: boolean; requested: boolean; followers?: number },
      isPrivate = false,
    ): void {
      const was = before.following || before.requested;
      if (was === on) return;
      if (!follows.busy(username)) followsBefore.set(username, before);
      const following = on && !isPrivate;
      const change = Number(following) - Number(before.following);
      dispatch(
        followSet({
          username,
          following,
          requested: on && isPrivate,
          followers:
            before.followers === undefined ? undefined : Math.max(0, before.followers + change),
        }),
      );
      follows.tap(username, on, was);
    },
    likeComment(comment: Comment, on: boolean): void {
      const now = commentNow(store.getState().overlay, comment);
      if (now.liked === on) return;
      if (!commentLikes.busy(comment.id)) commentsBefore.set(comment.id, now);
      dispatch(
        commentLikeSet({
          id: comment.id,
          liked: on,
          likes: Math.max(0, now.likes + (on ? 1 : -1)),
        }),
      );
      commentLikes.tap(comment.id, on, now.liked);
    },
  };
}
