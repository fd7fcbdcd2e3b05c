import { useState } from "react";
import { gateway, once } from "@/lib/api/gateway";
import { type ApiProblem, toProblem } from "@/lib/api/problem";
import type { Comment } from "@/lib/api/types";
import { randomId } from "@/lib/ids";

/** A comment on its way: shown at once, kept with a retry when it did not arrive. */
export interface Draft {
  clientRef: string;
  text: string;
  /** What is answered: a comment, or one of its replies. */
  parentId: string | null;
  /** The comment whose thread it will stand in. */
  threadId: string | null;
  problem: ApiProblem | null;
}

/** Those that do not stand among the comments yet: one's own comment may be heard live, or read, before its answer comes. */
export function notYet(drafts: Draft[], comments: Comment[]): Draft[] {
  return drafts.filter(({ clientRef }) => !comments.some((one) => one.clientRef === clientRef));
}

export function useDrafts(videoId: string, arrived: (comment: Comment) => void) {
  const [drafts, setDrafts] = useState<Draft[]>([]);

  const drop = (clientRef: string) =>
    setDrafts((all) => all.filter((draft) => draft.clientRef !== clientRef));

  const put = (changed: Draft) =>
    setDrafts((all) =>
      all.some((draft) => draft.clientRef === changed.clientRef)
        ? all.map((draft) => (draft.clientRef === changed.clientRef ? changed : draft))
        : [...all, changed],
    );

  async function send(draft: Draft) {
    put({ ...draft, problem: null });
    try {
      const { text, parentId, clientRef } = draft;
      // The same key on a retry: the comment is written once, however often it is sent.
      const comment = await gateway.post("/videos/{id}/comments", {
        path: { id: videoId },
        body: { text, parentId, clientRef },
        headers: once(clientRef),
      });
      drop(clientRef);
      arrived(comment);
    } catch (error) {
      put({ ...draft, problem: toProblem(error) });
    }
  }

  return {
    drafts,
    write: (text: string, replyTo: Comment | null) =>
      void send({
        clientRef: randomId(),
        text,
        parentId: replyTo?.id ?? null,
        threadId: replyTo ? (replyTo.parentId ?? replyTo.id) : null,
        problem: null,
      }),
    retry: (draft: Draft) => void send(draft),
    drop,
  };
}
