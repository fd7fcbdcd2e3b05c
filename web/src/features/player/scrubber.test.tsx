import { act, screen } from "@testing-library/react";
import { renderApp } from "@/test/render";
import { Scrubber } from "./scrubber";

afterEach(() => vi.useRealTimers());

it("beats while the film waits for its bytes longer than a second, and no longer", () => {
  vi.useFakeTimers();
  const film = document.createElement("video");
  let ready = 0;
  vi.spyOn(film, "paused", "get").mockReturnValue(false);
  vi.spyOn(film, "readyState", "get").mockImplementation(() => ready);
  renderApp(<Scrubber element={{ current: film }} durationMs={4_000} active seek={vi.fn()} />);
  const waits = () => screen.getByRole("slider").hasAttribute("data-waiting");
  const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms));
  pass(900);
  expect(waits()).toBe(false);
  pass(400);
  expect(waits()).toBe(true);
  ready = 4;
  pass(100);
  expect(waits()).toBe(false);
});
