import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, type JsonBodyType, http } from "msw";
import { server } from "./server";

/** A list page with nothing after it. */
export const listOf = (...items: unknown[]) => ({ items, nextCursor: null });

export const answer = (body: unknown) => () => HttpResponse.json(body as JsonBodyType);

/** A problem as the gateway words it. */
export const refuse = (status: number, code: string, more: object = {}) =>
  answerWith(status, { code, detail: `No: ${code}.`, ...more });

const answerWith = (status: number, body: object) => () =>
  HttpResponse.json(body as JsonBodyType, { status });

export const never = () => new Promise<never>(() => undefined);

/** Draws with a clock of its own, and lets somebody wait for as long as seems slow. */
export function waitLong(draw: () => unknown): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    draw();
    act(() => void vi.advanceTimersByTime(3_500));
  } finally {
    vi.useRealTimers();
  }
}

interface Part {
  /** What it reads, for MSW. */
  path: string;
  draw: () => unknown;
  /** What the server says when all is well, and how one sees that it is there. */
  full: unknown;
  shows: string | RegExp;
  /** What the server says when there is nothing, and the words for it. */
  empty?: { answer: unknown; words: string | RegExp };
}

/** What everything that reads owes whoever waits for it: words for failing, being slow and being empty. */
export function itTellsHowItGoes(name: string, { path, draw, full, shows, empty }: Part): void {
  it(`${name}: says what went wrong, and trying again brings it`, async () => {
    let body = refuse(503, "unavailable");
    server.use(http.get(path, () => body()));
    draw();
    expect(await screen.findByText("No: unavailable.")).toBeVisible();
    body = answer(full);
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect((await screen.findAllByText(shows))[0]).toBeInTheDocument();
    expect(screen.queryByText("No: unavailable.")).toBeNull();
  });

  it(`${name}: says when it is slow`, () => {
    server.use(http.get(path, never));
    waitLong(draw);
    expect(screen.getByText("Still loading. The connection seems slow.")).toBeVisible();
  });

  if (!empty) return;
  it(`${name}: says when there is nothing`, async () => {
    server.use(http.get(path, answer(empty.answer)));
    draw();
    expect(await screen.findByText(empty.words)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
  });
}
