import { useEffect, useEffectEvent, useRef } from "react";
import { shallowEqual, useDispatch, useSelector, useStore } from "react-redux";
import type { Comment, Me, Video } from "@/lib/api/types";
import { type VideoNow, commentNow, followNow, videoNow } from "./overlay-selectors";
import type { RootState, Store } from "./store";

export const useAppDispatch = useDispatch.withTypes<Store["dispatch"]>();
export const useAppSelector = useSelector.withTypes<RootState>();
export const useAppStore = useStore.withTypes<Store>();

export function useMe(): Me | null {
  return useAppSelector((state) => state.session.me);
}

/** Somebody signed in on this page, or the session ended. */
export function useViewerChanged(run: () => void) {
  const viewer = useMe()?.id ?? null;
  const known = useRef(viewer);
  const changed = useEffectEvent(run);
  useEffect(() => {
    if (viewer === known.current) return;
    known.current = viewer;
    changed();
  }, [viewer]);
}

/** Moderators and admins decide about what others posted. */
export function useIsModerator(): boolean {
  return useAppSelector(({ session: { me } }) => me?.role === "moderator" || me?.role === "admin");
}

/** True while a warning stands before this clip: then it neither plays nor shows its poster. */
export function useWarned(video: Video): boolean {
  const shown = useAppSelector((state) => state.player.revealed[video.id] === true);
  const wants = useAppSelector((state) => state.session.me?.settings.sensitive ?? "blur");
  if (shown || video.viewer.own) return false;
  return (
    (wants !== "show" && video.labels.includes("sensitive")) || video.labels.includes("flashing")
  );
}

export function useVideoNow(video: Video): VideoNow {
  return useAppSelector((state) => videoNow(state.overlay, video), shallowEqual);
}

export function useFollowNow(
  username: string,
  known: { following: boolean; requested: boolean },
  followers?: number,
) {
  return useAppSelector(
    (state) => followNow(state.overlay, username, known, followers),
    shallowEqual,
  );
}

export function useCommentNow(comment: Comment) {
  return useAppSelector((state) => commentNow(state.overlay, comment), shallowEqual);
}

/** Online or not, where we may know: first the live word, else what the server said. */
export function useOnline(username: string, known?: boolean): boolean | undefined {
  return useAppSelector((state) => state.overlay.presence[username.toLowerCase()]?.online ?? known);
}
