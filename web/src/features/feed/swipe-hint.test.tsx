import { act, screen } from "@testing-library/react";
import { firstPlayed } from "@/lib/store/player-slice";
import { aMe } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { SwipeHint } from "./swipe-hint";

const words = "Scroll or press ↓ for the next clip";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

function watch(swiped: boolean, me = null as ReturnType<typeof aMe> | null) {
  const { store, unmount } = renderApp(<SwipeHint swiped={swiped} more />, { me });
  act(() => void store.dispatch(firstPlayed()));
  act(() => void vi.advanceTimersByTime(5_000));
  return unmount;
}

it("tells a newcomer how to go on, until the first swipe", () => {
  const leave = watch(false);
  expect(screen.getByText(words)).toBeVisible();
  leave();
  watch(true)();
  watch(false);
  expect(screen.queryByText(words)).toBeNull();
});

it("tells nobody who has an account", () => {
  watch(false, aMe());
  expect(screen.queryByText(words)).toBeNull();
});
