import { switchUrl } from "@/lib/api/url";

/**
 * What one switches on and off, named by the path of the API that does it: the taps in flight and
 * the overlay share this name.
 */
export const togglable = {
  like: (videoId: string) => switchUrl("/videos/{id}/like", { id: videoId }),
  save: (videoId: string) => switchUrl("/videos/{id}/save", { id: videoId }),
  // People are known without regard to case.
  follow: (username: string) =>
    switchUrl("/users/{username}/follow", { username: username.toLowerCase() }),
  commentLike: (commentId: string) => switchUrl("/comments/{id}/like", { id: commentId }),
};

/** How one of them stands. */
export interface Standing {
  /** Liked, saved, followed. */
  on: boolean;
  /** A private account was asked to be followed and has not answered. */
  requested?: boolean;
  /** How many likes, saves or followers there are. */
  count?: number;
  /** Of the count, where it has one: a lower one is older. */
  rev?: number;
}
