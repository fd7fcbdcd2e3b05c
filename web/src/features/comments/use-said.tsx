import { type ReactNode, useState } from "react";

/**
 * What one's own act came to, for those who do not see it. The region is there before its words, and
 * the same words said again are new ones.
 */
export function useSaid(): { line: ReactNode; say: (text: string) => void } {
  const [said, setSaid] = useState({ text: "", time: 0 });
  return {
    line: (
      <p role="status" className="sr-only">
        {said.text ? <span key={said.time}>{said.text}</span> : null}
      </p>
    ),
    say: (text) => setSaid(({ time }) => ({ text, time: time + 1 })),
  };
}
